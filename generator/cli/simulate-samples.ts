import { buildSimulator } from '../../sim/build.js';
import { describeMismatch } from '../../sim/compare/mismatch.js';
import { type Measurement, measureRun } from '../../sim/measure.js';
import { tensorBytes, unpackTensor } from '../../sim/pack.js';
import type { OutputCapture } from '../../sim/run/capture.js';
import { compareShards, type ShardRun, simulateShards } from '../../sim/shard.js';
import type { Tensors } from '../../sim/verify.js';
import type { Compiled } from '../compile.js';
import type { Codes } from '../ir/codes.js';
import { withPackage } from './design-options.js';
import { buildDetail, step } from './progress.js';
import type { Terminal } from './terminal.js';

/** What the Verilog made of the samples. */
export interface Simulation {
  readonly outputs: Tensors;
  /** One line for a deadlock, a wrong tlast or a broken stream rule. */
  readonly violation: string | undefined;
  readonly measurement: Measurement | undefined;
  readonly simulatedCycles: number;
  readonly seconds: number;
}

/** What came, beats that did not come as zero. */
const received = ({ stream, beats }: OutputCapture, count: number): readonly Codes[] => {
  const size = tensorBytes(stream);
  return Array.from({ length: count }, (_, i) => {
    const bytes = new Uint8Array(size);
    bytes.set(beats.subarray(i * size, (i + 1) * size));
    return unpackTensor(stream, bytes);
  });
};

const outputsOf = (shards: readonly ShardRun[]): Tensors => {
  const outputs = new Map<string, Codes[]>();
  for (const { run } of shards) {
    for (const [name, capture] of run.outputs) {
      const all = outputs.get(name) ?? [];
      outputs.set(name, [...all, ...received(capture, run.tensors)]);
    }
  }
  return outputs;
};

/** Feeds the samples through the Verilog of a design under Verilator. Throws ToolError. */
export const simulateSamples = async (
  compiled: Compiled,
  inputs: Tensors,
  { jobs, repeatCommand }: { readonly jobs: number; readonly repeatCommand: string },
  terminal: Terminal,
): Promise<Simulation> =>
  withPackage(compiled, terminal, async (packageDir) => {
    const simulator = await step(terminal, 'building the simulator', (detail) =>
      buildSimulator(packageDir, {
        environment: terminal.environment,
        onProgress: buildDetail(detail),
      }),
    );
    const count = [...inputs.values()][0]?.length ?? 0;
    return step(terminal, `simulating ${count} sample${count === 1 ? '' : 's'}`, async () => {
      const start = performance.now();
      const stimulus = { inputs, stall: 'none', seed: 1 } as const;
      const shards = await simulateShards(simulator, stimulus, { jobs, repeatCommand });
      const seconds = (performance.now() - start) / 1000;
      const outputs = outputsOf(shards);
      // Against itself: values cannot differ, so that what remains is how they came.
      const { first } = compareShards(shards, outputs);
      const done = shards.filter(({ run }) => run.end === 'done');
      // The longest run tells the interval best.
      const [longest] = done.sort((a, b) => b.run.tensors - a.run.tensors);
      return {
        outputs,
        violation: first && describeMismatch(first),
        measurement: longest && measureRun(longest.run),
        simulatedCycles: shards.reduce((sum, { run }) => sum + run.cycles, 0),
        seconds,
      };
    });
  });

import { availableParallelism } from 'node:os';
import { outputsOf, runGolden } from '../generator/golden.js';
import type { Codes } from '../generator/ir/codes.js';
import type { BoundDatapath } from '../generator/passes/bind.js';
import { type BuildOptions, buildSimulator } from './build.js';
import { describeMismatch } from './compare/mismatch.js';
import type { Comparison } from './compare.js';
import type { StreamFacts } from './manifest.js';
import { type Measurement, measureRun } from './measure.js';
import { type StallProfile, simulate } from './run.js';
import { compareShards, type ShardRun, simulateShards } from './shard.js';

/** Tensors per stream, by the stream's name. */
export type Tensors = ReadonlyMap<string, readonly Codes[]>;

/** The golden model's outputs for every tensor of the inputs. */
export const goldenOutputs = (bound: BoundDatapath, inputs: Tensors): Tensors => {
  const count = [...inputs.values()][0]?.length ?? 0;
  const outputs = new Map<string, Codes[]>(bound.datapath.outputs.map(({ name }) => [name, []]));
  for (let i = 0; i < count; i++) {
    const tensor = new Map([...inputs].map(([name, list]) => [name, list[i] as Codes]));
    for (const [name, codes] of outputsOf(bound, runGolden(bound, tensor))) {
      outputs.get(name)?.push(codes);
    }
  }
  return outputs;
};

export interface VerifyOptions {
  readonly packageDir: string;
  readonly bound: BoundDatapath;
  readonly inputs: Tensors;
  readonly stalls: readonly StallProfile[];
  readonly seed: number;
  /** Simulations at the same time; the number of cores unless told. */
  readonly jobs?: number;
  /** VCD of the first mismatch, else of the first run. */
  readonly waves?: string;
  readonly build?: BuildOptions;
  /** The command that repeats a failing profile, for messages. */
  readonly repeatCommand?: (stall: StallProfile) => string;
  readonly onProfile?: (result: ProfileResult) => void;
}

/** One stall profile: every tensor fed through the Verilog and compared with the golden model. */
export interface ProfileResult {
  readonly stall: StallProfile;
  readonly tensors: number;
  readonly comparison: Comparison;
  /** One line that locates the first mismatch; undefined when every bit is as expected. */
  readonly mismatch: string | undefined;
  /** Without stalls, of one process: the hardware's own cycles. */
  readonly measurement: Measurement | undefined;
}

/** The node that drives an output, for messages; nothing for an input. */
const driverText = (
  bound: BoundDatapath,
  streams: readonly StreamFacts[],
  port: string,
): string => {
  const stream = streams.find((s) => s.port === port && s.direction === 'output');
  const output = bound.datapath.outputs.find(({ name }) => name === stream?.name);
  const node = bound.nodes.find(({ node: n }) => n.name === output?.from);
  return node ? ` (from ${node.node.name}, ${node.node.unit})` : '';
};

const measured = (stall: StallProfile, shards: readonly ShardRun[]): Measurement | undefined => {
  const [first] = shards;
  return stall === 'none' && first?.run.end === 'done' ? measureRun(first.run) : undefined;
};

/** Simulates again with waveforms around the first mismatch. */
const writeWaves = async (
  options: VerifyOptions,
  file: string,
  { stall, comparison }: ProfileResult,
  shards: readonly ShardRun[],
): Promise<void> => {
  const simulator = await buildSimulator(options.packageDir, { ...options.build, trace: true });
  const tensor = comparison.first?.tensor ?? 0;
  const shard = shards.find(({ range }) => tensor < range.end) ?? shards[0];
  const range = shard?.range ?? { start: 0, end: 1 };
  const inputs = new Map(
    [...options.inputs].map(([name, list]) => [name, list.slice(range.start, range.end)]),
  );
  const cycle = comparison.first?.cycle;
  await simulate(
    simulator,
    { inputs, stall, seed: shard?.seed ?? options.seed },
    {
      waves: {
        file,
        ...(cycle === undefined ? {} : { toCycle: cycle + 100 }),
      },
    },
  );
};

/**
 * Golden against RTL under each stall profile; the simulator is built once. Throws SinterError or
 * ToolError; a mismatch is a result.
 */
export const verify = async (options: VerifyOptions): Promise<readonly ProfileResult[]> => {
  const { bound, inputs, stalls, seed } = options;
  const jobs = options.jobs ?? availableParallelism();
  const simulator = await buildSimulator(options.packageDir, options.build);
  const expected = goldenOutputs(bound, inputs);
  const results: ProfileResult[] = [];
  let wavesWritten = false;
  for (const stall of stalls) {
    const shards = await simulateShards(simulator, { inputs, stall, seed }, { jobs });
    const comparison = compareShards(shards, expected);
    const { first } = comparison;
    const result: ProfileResult = {
      stall,
      tensors: [...inputs.values()][0]?.length ?? 0,
      comparison,
      mismatch:
        first &&
        `${describeMismatch(first)}${driverText(bound, simulator.design.streams, first.stream)}`,
      measurement: measured(stall, shards),
    };
    results.push(result);
    options.onProfile?.(result);
    const wanted = options.waves && !wavesWritten && (first || stall === stalls.at(-1));
    if (options.waves && wanted) {
      await writeWaves(options, options.waves, result, shards);
      wavesWritten = true;
    }
  }
  return results;
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../generator/compile.js';
import { writePackage } from '../../generator/emit/write.js';
import type { StallProfile } from '../../sim/run.js';
import { icarusLint, verilatorLint, yosysCheck } from '../../sim/tools/lint.js';
import { goldenOutputs, verify } from '../../sim/verify.js';
import { referenceModel, wrongSamples } from './reference-model.js';
import { needsShared, sharedFolder } from './shared.js';

export interface ModelCase {
  readonly model: string;
  /** Samples that go through the Verilog. */
  readonly samples: number;
  readonly stalls: readonly StallProfile[];
  readonly multipliers: number;
  /** Whether Yosys reads it as well, which takes minutes where weights are many. Default true. */
  readonly yosys?: boolean;
}

/**
 * Real networks against outputs that TensorFlow Lite Micro's reference kernels computed: the golden
 * model on every sample, and the Verilog, whose cycles are those of the manifest.
 */
export const proveModel = (one: ModelCase): void => {
  const { model, samples, stalls, multipliers, yosys = true } = one;
  describe.skipIf(!sharedFolder)(
    `${model}, ${multipliers} multipliers ${sharedFolder ? '' : needsShared}`,
    () => {
      let folder = '';
      let packageDir = '';
      const load = () => {
        const reference = referenceModel(model);
        const compiled = compile(reference.datapath, { kind: 'multipliers', budget: multipliers });
        return { reference, compiled };
      };
      let loaded: ReturnType<typeof load>;

      beforeAll(async () => {
        loaded = load();
        folder = await mkdtemp(join(tmpdir(), 'sinter-model-'));
        packageDir = join(folder, model);
        writePackage(loaded.compiled.package, packageDir);
      });
      afterAll(() => rm(folder, { recursive: true, force: true }));

      it('golden equals the reference on every sample', () => {
        const { reference, compiled } = loaded;
        const outputs = goldenOutputs(compiled.bound, reference.inputs);
        expect(wrongSamples(reference, outputs)).toEqual([]);
      });

      it('what the passes made of it computes the same', () => {
        const { reference, compiled } = loaded;
        const outputs = goldenOutputs(compiled.hardware, reference.inputs);
        expect(wrongSamples(reference, outputs)).toEqual([]);
      });

      it(`the Verilog equals it on ${samples} samples, at the promised cycles`, async () => {
        const { reference, compiled } = loaded;
        const inputs = new Map(
          [...reference.inputs].map(([name, list]) => [name, list.slice(0, samples)]),
        );
        const { bound } = compiled;
        const { manifest } = compiled.package;
        const results = await verify({ packageDir, bound, inputs, stalls, seed: 1, jobs: 1 });
        expect(results.map(({ stall, mismatch }) => ({ stall, mismatch }))).toEqual(
          stalls.map((stall) => ({ stall, mismatch: undefined })),
        );
        const { latencyCycles, intervalCycles } = results[0]?.measurement ?? {};
        expect({ latencyCycles, intervalCycles }).toEqual({
          latencyCycles: manifest.latencyCycles,
          intervalCycles: manifest.intervalCycles,
        });
      });

      it(`is clean under Verilator, Icarus${yosys ? ' and Yosys' : ''}`, async () => {
        const files = [...loaded.compiled.package.files.keys()]
          .filter((path) => path.startsWith('rtl/'))
          .map((path) => join(packageDir, path));
        const { top } = loaded.compiled.package.manifest;
        expect(await verilatorLint(files, { top })).toEqual([]);
        expect(await icarusLint(files, top)).toEqual([]);
        if (yosys) expect(await yosysCheck(files, top)).toEqual([]);
      });
    },
  );
};

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemble, type Compiled } from '../../../generator/compile.js';
import { int, uint } from '../../../generator/dsl/formats.js';
import { writePackage } from '../../../generator/emit/write.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { buildSimulator } from '../../../sim/build.js';
import { measureRun } from '../../../sim/measure.js';
import { simulate } from '../../../sim/run.js';
import { verify } from '../../../sim/verify.js';
import { randomTensor, stream } from '../../support/streams.js';
import { singleUnit } from '../../support/unit-suite.js';

const inputs = 12;

/** A pass of 3 words, 2 passes. */
const layer = (format: NumberFormat, serial: 'activations' | 'both') =>
  singleUnit({
    title: 'bit-serial',
    unit: 'dense',
    inputs: [stream([inputs], { lanes: 4, format })],
    parameters: {
      weights: randomTensor([4, inputs], int(4), 9, 0.01),
      array: { dataflow: 'bit-serial', pe: 2, simd: 4, serial },
      output: { format: int(8), scale: 0.3 },
    },
  });

/** Codes that need exactly so many bits: one of them is the lowest, or the highest, of that format. */
const tensorOf = (format: NumberFormat, bits: number, next: () => number): Int32Array => {
  const signed = format.kind === 'int';
  const low = signed ? -(2 ** (bits - 1)) : 0;
  const codes = Int32Array.from({ length: inputs }, () => low + (next() % 2 ** bits));
  codes[next() % inputs] = signed ? low : 2 ** bits - 1;
  return codes;
};

describe.each([
  { format: int(8), serial: 'activations', planes: 1 },
  { format: uint(7), serial: 'activations', planes: 1 },
  { format: int(6), serial: 'both', planes: 4 },
] as const)(
  'a bit-serial array, $format.kind$format.bits, $serial',
  ({ format, serial, planes }) => {
    let folder = '';
    let packageDir = '';
    let compiled: Compiled;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sinter-serial-'));
      packageDir = join(folder, 'case');
      compiled = assemble(layer(format, serial));
      writePackage(compiled.package, packageDir);
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('takes as many planes as the codes of a vector need', async () => {
      const simulator = await buildSimulator(packageDir);
      const next = randomIntegers(3);
      for (let bits = 1; bits <= format.bits; bits++) {
        const tensors = Array.from({ length: 8 }, () => tensorOf(format, bits, next));
        const run = await simulate(simulator, {
          inputs: new Map([['x0', tensors]]),
          stall: 'none',
          seed: 1,
        });
        const intervals = new Set(measureRun(run).intervals.slice(3));
        expect({ bits, intervals }).toEqual({ bits, intervals: new Set([2 * 3 * bits * planes]) });
      }
    });

    it('is exact where every vector needs another number of planes', async () => {
      const next = randomIntegers(4);
      const tensors = Array.from({ length: 60 }, () =>
        tensorOf(format, 1 + (next() % format.bits), next),
      );
      const results = await verify({
        ...{ packageDir, bound: compiled.bound, seed: 1 },
        inputs: new Map([['x0', tensors]]),
        stalls: ['none', 'both'],
      });
      expect(results.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
    });
  },
);

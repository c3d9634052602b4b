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
const layer = (format: NumberFormat, array: Readonly<Record<string, unknown>>) =>
  singleUnit({
    title: 'precision found from the data',
    unit: 'dense',
    inputs: [stream([inputs], { lanes: 4, format })],
    parameters: {
      weights: randomTensor([4, inputs], int(4), 9, 0.01),
      array: { pe: 2, simd: 4, ...array },
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

const bitSerial = { dataflow: 'bit-serial' };
const composed = { dataflow: 'composed' };

/** Two words a beat of 4-bit codes, four of 2-bit codes. */
const beatsComposed = (bits: number): number => Math.ceil(3 / (bits <= 2 ? 4 : bits <= 4 ? 2 : 1));

describe.each([
  { title: 'bit-serial', format: int(8), array: bitSerial, beats: (bits: number) => 3 * bits },
  {
    title: 'bit-serial in both, weights of 4 bits',
    format: uint(6),
    array: { ...bitSerial, serial: 'both' },
    beats: (bits: number) => 3 * bits * 4,
  },
  { title: 'composed', format: int(8), array: composed, beats: beatsComposed },
  { title: 'composed, unsigned', format: uint(7), array: composed, beats: beatsComposed },
])('$title', ({ format, array, beats }) => {
  let folder = '';
  let packageDir = '';
  let compiled: Compiled;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sinter-serial-'));
    packageDir = join(folder, 'case');
    compiled = assemble(layer(format, array));
    writePackage(compiled.package, packageDir);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes the cycles that the codes of a vector need', async () => {
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
      // Words come one a cycle, whatever they hold.
      const cycles = Math.max(3, 2 * beats(bits));
      expect({ bits, intervals }).toEqual({ bits, intervals: new Set([cycles]) });
    }
  });

  it('is exact where every vector needs another number of bits', async () => {
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
});

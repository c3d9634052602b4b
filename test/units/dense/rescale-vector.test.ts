import { describe, expect, it } from 'vitest';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { vectorRescaler } from '../../../generator/units/dense/rescale-vector.js';
import { type Rescale, rescaleCode } from '../../../generator/units/requantize/rescale.js';

const outputs = 64;
const vectors = 40;
const extremes = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 30, -(2 ** 30), 65535, 65536, -65536];

/** Factors over the whole range of shifts, the extreme multipliers among them. */
const randomRescale = (rounding: Rescale['rounding'], next: () => number): Rescale => ({
  rounding,
  zeroPoint: (next() % 256) - 128,
  clamp:
    next() % 2 === 0
      ? { minimum: -128, maximum: 127 }
      : { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  multipliers: Array.from({ length: outputs }, (_, output) => ({
    multiplier: [0, 2 ** 30, 2 ** 31 - 1][output] ?? 2 ** 30 + (next() % 2 ** 30),
    shift: output === 3 ? -31 : (next() % 62) - 31,
  })),
});

const randomSums = (next: () => number): Int32Array =>
  Int32Array.from(
    { length: outputs },
    () => extremes[next() % 40] ?? (next() | 0) >> (next() % 31),
  );

describe('rescaling of a vector', () => {
  it.each(['double', 'single'] as const)('is rescaleCode of each output, %s rounding', (mode) => {
    const next = randomIntegers(1);
    for (let i = 0; i < vectors; i++) {
      const rescale = randomRescale(mode, next);
      const rescaleVector = vectorRescaler(rescale, outputs);
      for (let j = 0; j < vectors; j++) {
        const sums = randomSums(next);
        const codes = new Int32Array(outputs + 1);
        rescaleVector(sums, codes, 1);
        const expected = Array.from(sums, (sum, o) => rescaleCode(rescale, sum, o));
        expect([...codes.subarray(1)]).toEqual(expected.map((code) => code | 0));
      }
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  multiplyByQuantizedMultiplier,
  multiplyWideByQuantizedMultiplier,
  reducedMultiplier,
  roundHalfAway,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMultiply,
} from '../../generator/numeric/rounding.js';
import { multiplyWide } from '../support/tflite-arithmetic.js';
import {
  INT32_MAX,
  INT32_MIN,
  multiplyDouble,
  multiplySingle,
  roundingDivideByPot,
  srdhm,
} from './gemmlowp.js';

/** Doubles in place of 64-bit integers must not show: all is held against the published C++ in BigInt. */

const lowest = Number(INT32_MIN);
const highest = Number(INT32_MAX);
const corners = [
  ...[lowest, lowest + 1, -(2 ** 30) - 1, -(2 ** 30), -65537, -65536, -65535, -3, -2, -1],
  ...[0, 1, 2, 3, 65535, 65536, 65537, 2 ** 30 - 1, 2 ** 30, highest - 1, highest],
];
const multipliers = [
  0,
  2 ** 30,
  2 ** 30 + 1,
  2 ** 31 - 65536,
  2 ** 31 - 65535,
  2 ** 31 - 2,
  2 ** 31 - 1,
];

const accumulator = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...corners) },
  { weight: 3, arbitrary: fc.integer({ min: lowest, max: highest }) },
  { weight: 2, arbitrary: fc.integer({ min: -(2 ** 20), max: 2 ** 20 }) },
);
const multiplier = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...multipliers) },
  { weight: 4, arbitrary: fc.integer({ min: 2 ** 30, max: highest }) },
);
const many = { numRuns: 20_000 };

describe('saturating rounding doubling high multiply', () => {
  it('is gemmlowp at every pair of corners', () => {
    for (const x of corners) {
      for (const m of multipliers) {
        const expected = Number(srdhm(BigInt(x), BigInt(m)));
        expect([x, m, saturatingRoundingDoublingHighMultiply(x, m)]).toEqual([x, m, expected]);
      }
    }
  });

  it('is gemmlowp', () => {
    fc.assert(
      fc.property(accumulator, multiplier, (x, m) => {
        expect(saturatingRoundingDoublingHighMultiply(x, m)).toBe(
          Number(srdhm(BigInt(x), BigInt(m))),
        );
      }),
      many,
    );
  });

  // x * 2^30 / 2^31 is half of x: ties at every odd x. arithmetic.md section 8: networks do not show them.
  it.each([
    [1, 1],
    [3, 2],
    [-1, 0],
    [-3, -1],
    [-5, -2],
    [2 ** 31 - 1, 2 ** 30],
    [-(2 ** 31) + 1, -(2 ** 30) + 1],
  ])('sends the tie %d / 2 upward, to %d', (x, expected) => {
    expect(saturatingRoundingDoublingHighMultiply(x, 2 ** 30) + 0).toBe(expected);
  });
});

describe('rounding division by a power of two', () => {
  it('is gemmlowp at corners and every exponent', () => {
    for (const x of corners) {
      for (let exponent = 0; exponent <= 31; exponent++) {
        const expected = Number(roundingDivideByPot(BigInt(x), exponent));
        const actual = roundingDivideByPowerOfTwo(x, exponent) + 0;
        expect([x, exponent, actual]).toEqual([x, exponent, expected]);
      }
    }
  });

  it('is gemmlowp', () => {
    fc.assert(
      fc.property(accumulator, fc.integer({ min: 0, max: 31 }), (x, exponent) => {
        const expected = Number(roundingDivideByPot(BigInt(x), exponent));
        expect(roundingDivideByPowerOfTwo(x, exponent) + 0).toBe(expected);
      }),
      many,
    );
  });

  it.each([
    [1, 1, 1],
    [-1, 1, -1],
    [-3, 1, -2],
    [6, 2, 2],
    [-6, 2, -2],
    [-5, 2, -1],
    [2 ** 30, 31, 1],
    [-(2 ** 30), 31, -1],
    [-(2 ** 30) + 1, 31, 0],
  ])('sends the tie of %d / 2^%d away from zero, to %d', (x, exponent, expected) => {
    expect(roundingDivideByPowerOfTwo(x, exponent) + 0).toBe(expected);
  });
});

describe('multiplication by a quantized multiplier', () => {
  it('is TFLite with double rounding, left shifts that wrap among them', () => {
    for (const x of corners) {
      for (const m of multipliers) {
        for (let shift = -31; shift <= 31; shift++) {
          const expected = Number(multiplyDouble(BigInt(x), BigInt(m), shift));
          const actual = multiplyByQuantizedMultiplier(x, { multiplier: m, shift }, 'double') + 0;
          expect([x, m, shift, actual]).toEqual([x, m, shift, expected]);
        }
      }
    }
    fc.assert(
      fc.property(accumulator, multiplier, fc.integer({ min: -31, max: 31 }), (x, m, shift) => {
        const expected = Number(multiplyDouble(BigInt(x), BigInt(m), shift));
        expect(multiplyByQuantizedMultiplier(x, { multiplier: m, shift }, 'double') + 0).toBe(
          expected,
        );
      }),
      many,
    );
  });

  it('is TFLite with single rounding wherever that is defined', () => {
    const check = (x: number, m: number, shift: number): void => {
      const expected = multiplySingle(BigInt(x), BigInt(m), shift);
      if (expected < INT32_MIN || expected > INT32_MAX) return;
      const actual = multiplyByQuantizedMultiplier(x, { multiplier: m, shift }, 'single') + 0;
      expect([x, m, shift, actual]).toEqual([x, m, shift, Number(expected)]);
    };
    for (const x of corners) {
      for (const m of multipliers) for (let shift = -31; shift <= 30; shift++) check(x, m, shift);
    }
    fc.assert(fc.property(accumulator, multiplier, fc.integer({ min: -31, max: 30 }), check), many);
  });

  it('differs between the two roundings as published', () => {
    // 2^-1 of 2^-1 of 1: twice rounded up, or once down.
    const quarter = { multiplier: 2 ** 30, shift: -1 };
    expect(multiplyByQuantizedMultiplier(1, quarter, 'double')).toBe(1);
    expect(multiplyByQuantizedMultiplier(1, quarter, 'single')).toBe(0);
    expect(multiplyByQuantizedMultiplier(-2, quarter, 'double')).toBe(-1);
    expect(multiplyByQuantizedMultiplier(-2, quarter, 'single') + 0).toBe(0);
  });
});

describe('rounding half away from zero', () => {
  it.each([
    [0.5, 1],
    [-0.5, -1],
    [1.5, 2],
    [-2.5, -3],
    [-0.4, -0],
    [2 ** 40 + 0.5, 2 ** 40 + 1],
    // x + 0.5 is no double here, and would round by itself.
    [0.49999999999999994, 0],
    [2 ** 52 + 1, 2 ** 52 + 1],
  ])('%d becomes %d', (x, expected) => {
    expect(roundHalfAway(x)).toBe(expected);
  });
});

describe('rescaling of an int64', () => {
  const edges = [2 ** 35, 2 ** 36 - 1, 2 ** 36, 2 ** 36 + 1, 2 ** 46, 2 ** 47 - 1, 2 ** 47];
  const sum = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, 1, -1, ...edges, ...edges.map((x) => -x)) },
    { weight: 2, arbitrary: fc.integer({ min: -(2 ** 47), max: 2 ** 47 - 1 }) },
    { weight: 2, arbitrary: fc.integer({ min: -(2 ** 24), max: 2 ** 24 }) },
  );

  it('is what TFLite computes, for every shift that it is defined for', () => {
    fc.assert(
      fc.property(sum, multiplier, fc.integer({ min: -31, max: 7 }), (x, m, shift) => {
        const expected = multiplyWide(BigInt(x), { m: BigInt(m), shift });
        expect(multiplyWideByQuantizedMultiplier(x, { multiplier: m, shift })).toBe(
          Number(expected),
        );
      }),
      many,
    );
  });

  it('rounds the multiplier to 15 bits, without reaching 2^15', () => {
    const reduced = [0, 2 ** 30, 2 ** 30 + 2 ** 15 - 1, 2 ** 30 + 2 ** 15, 0x7ffeffff, 0x7fff0000];
    expect(reduced.map(reducedMultiplier)).toEqual([0, 16384, 16384, 16385, 32767, 32767]);
    expect(reducedMultiplier(2 ** 31 - 1)).toBe(32767);
  });

  it('rounds ties upward', () => {
    const half = { multiplier: 2 ** 30, shift: 0 };
    expect([3, 1, -1, -3].map((x) => multiplyWideByQuantizedMultiplier(x, half))).toEqual([
      2, 1, 0, -1,
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeMultiplier } from '../../generator/numeric/multiplier.js';

/** A positive double as an exact fraction mantissa * 2^exponent. */
const exactly = (value: number): { mantissa: bigint; exponent: number } => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const low = bits & ((1n << 52n) - 1n);
  return biased === 0
    ? { mantissa: low, exponent: -1074 }
    : { mantissa: low | (1n << 52n), exponent: biased - 1075 };
};

/** `QuantizeMultiplier` of TFLite over exact fractions. */
const quantized = (value: number): { multiplier: number; shift: number } => {
  const { mantissa, exponent } = exactly(value);
  const length = mantissa.toString(2).length;
  // value = mantissa / 2^length * 2^(exponent + length), the first factor in [0.5, 1).
  let shift = exponent + length;
  const numerator = mantissa << 31n;
  const denominator = 1n << BigInt(length);
  let multiplier = (2n * numerator + denominator) / (2n * denominator);
  if (multiplier === 1n << 31n) {
    multiplier /= 2n;
    shift += 1;
  }
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier: Number(multiplier), shift };
};

describe('a real factor as an integer multiplier', () => {
  it.each([
    ['a half', 0.5, 2 ** 30, 0],
    ['one', 1, 2 ** 30, 1],
    ['above one', 1.5, 3 * 2 ** 29, 1],
    ['a power of two', 2 ** -10, 2 ** 30, -9],
    ['just below one: 2^31 is halved', 1 - 2 ** -53, 2 ** 30, 1],
    ['the largest that is not', 1 - 2 ** -31, 2 ** 31 - 1, 0],
    ['a tie, away from zero', 1 - 2 ** -32, 2 ** 30, 1],
    ['a tie further down', 0.5 + 2 ** -32, 2 ** 30 + 1, 0],
    ['the smallest shift', 2 ** -32, 2 ** 30, -31],
    ['just below the smallest: rounds up to it', 2 ** -32 * (1 - 2 ** -40), 2 ** 30, -31],
    ['too small', 2 ** -33, 0, 0],
    ['denormal', 2 ** -1060, 0, 0],
    ['the least double', Number.MIN_VALUE, 0, 0],
    ['zero', 0, 0, 0],
    ['large', 2 ** 40, 2 ** 30, 41],
  ])('%s', (_, factor, multiplier, shift) => {
    expect(quantizeMultiplier(factor)).toEqual({ multiplier, shift });
  });

  it('is the definition over exact fractions', () => {
    const exponents = fc.integer({ min: -1073, max: 40 });
    const fractions = fc.double({ min: 0.5, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fractions, exponents, (fraction, exponent) => {
        const factor = fraction * 2 ** exponent;
        if (factor > 0) expect(quantizeMultiplier(factor)).toEqual(quantized(factor));
      }),
      { numRuns: 20_000 },
    );
  });
});

import {
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMultiply,
} from '../../numeric/rounding.js';

/**
 * gemmlowp's fixed point on int32 (fixedpoint/fixedpoint.h), bit by bit. Qa.b is a number of a integer
 * bits and b = 31 - a fraction bits. Every operation is exact in doubles.
 */

const int32Maximum = 2 ** 31 - 1;
const int32Minimum = -(2 ** 31);

/** `SaturatingRoundingDoublingHighMul` of any two int32: the product of Qa and Qb in Q(a + b). */
export const multiply = (a: number, b: number): number => {
  if (a === int32Minimum && b === int32Minimum) return int32Maximum;
  return b < 0
    ? saturatingRoundingDoublingHighMultiply(-a, -b)
    : saturatingRoundingDoublingHighMultiply(a, b);
};

/** `SaturatingRoundingMultiplyByPOT` for an exponent above zero. */
export const saturatingShiftLeft = (x: number, exponent: number): number => {
  const threshold = 2 ** (31 - exponent) - 1;
  if (x > threshold) return int32Maximum;
  return x < -threshold ? int32Minimum : x * 2 ** exponent;
};

/** Constants as gemmlowp has them. */
const expOfMinusOneEighth = 1895147668;
const oneThird = 715827883;

/** `exp_on_interval_between_negative_one_quarter_and_0_excl`, Q0.31: Taylor around -1/8. */
const expOnQuarter = (a: number): number => {
  const x = a + 2 ** 28;
  const x2 = multiply(x, x);
  const x3 = multiply(x2, x);
  const x4 = multiply(x2, x2);
  const sum = multiply(roundingDivideByPowerOfTwo(x4, 2) + x3, oneThird) + x2;
  return (
    expOfMinusOneEighth + multiply(expOfMinusOneEighth, x + roundingDivideByPowerOfTwo(sum, 1))
  );
};

/** exp(-2^k) in Q0.31, k = -2 .. 4. */
const expOfMinusPower = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];

/**
 * `exp_on_negative_values` of a number <= 0 with 2 to 5 integer bits (Q5.26 unless said), in Q0.31;
 * exp(0) is the largest int32.
 */
export const expOfNegative = (a: number, integerBits = 5): number => {
  if (a === 0) return int32Maximum;
  const quarter = 2 ** (29 - integerBits);
  const fraction = (a & (quarter - 1)) - quarter;
  const remainder = fraction - a;
  let result = expOnQuarter(saturatingShiftLeft(fraction, integerBits));
  for (const [k, factor] of expOfMinusPower.entries()) {
    if ((remainder & (quarter * 2 ** k)) !== 0) result = multiply(result, factor);
  }
  return result;
};

const one = 2 ** 29;
const fortyEightOver17 = 1515870810;
const minusThirtyTwoOver17 = -1010580540;

/** 2 / (1 + a) of Q0.31 in Q2.29, by three Newton steps. */
const twoOverOnePlus = (a: number): number => {
  // RoundingHalfSum(a, 1): the sum is positive, half of it away from zero.
  const half = Math.floor((a + int32Maximum + 1) / 2);
  let y = fortyEightOver17 + multiply(half, minusThirtyTwoOver17);
  for (let step = 0; step < 3; step++) {
    const residual = one - multiply(half, y);
    y += saturatingShiftLeft(multiply(y, residual), 2);
  }
  return y;
};

/** `one_over_one_plus_x_for_x_in_0_1`: 1 / (1 + a) of Q0.31 in Q0.31. */
export const reciprocalOfOnePlus = (a: number): number => saturatingShiftLeft(twoOverOnePlus(a), 1);

/** `one_minus_x_over_one_plus_x_for_x_in_0_1`: (1 - a) / (1 + a) of Q0.31 in Q0.31. */
export const oneMinusOverOnePlus = (a: number): number =>
  saturatingShiftLeft(twoOverOnePlus(a) - one, 2);

export interface Reciprocal {
  /** Q0.31. */
  readonly reciprocal: number;
  /** The reciprocal is to be divided by 2^this. */
  readonly bitsOverUnit: number;
}

/** `GetReciprocal` of a number > 0 with `integerBits` integer bits, in 32 bits without sign. */
export const reciprocalOf = (x: number, integerBits: number): Reciprocal => {
  const headroom = Math.clz32(x);
  return {
    reciprocal: reciprocalOfOnePlus(x * 2 ** headroom - 2 ** 31),
    bitsOverUnit: integerBits - headroom,
  };
};

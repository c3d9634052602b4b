import type { QuantizedMultiplier } from './multiplier.js';

/**
 * How an accumulator is rescaled. `double`: TFLite's reference, two roundings; `single`: one rounding,
 * ties upward (XNNPACK, ruy).
 */
export type RoundingMode = 'double' | 'single';

/** 2^0 to 2^63: a table is several times as fast as `**` where every output code asks for one. */
const powers = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);

const powerOfTwo = (exponent: number): number => powers[exponent] as number;

/** Division by 2^exponent, rounding to nearest, ties away from zero (gemmlowp `RoundingDivideByPOT`). */
export const roundingDivideByPowerOfTwo = (x: number, exponent: number): number => {
  if (exponent === 0) return x;
  const half = powerOfTwo(exponent - 1);
  return Math.floor((x + half - (x < 0 ? 1 : 0)) / powerOfTwo(exponent));
};

/**
 * floor((x * multiplier + 2^roundBit) / 2^divisorBit) for |x| <= 2^32, 0 <= multiplier < 2^31, exact:
 * the 63-bit product is taken in two halves that doubles hold.
 */
const scaledFloor = (
  x: number,
  multiplier: number,
  roundBit: number,
  divisorBit: number,
): number => {
  const low = multiplier & 0xffff;
  const high = multiplier >>> 16;
  const lowPart = x * low;
  if (roundBit >= 16) {
    const sum = x * high + powerOfTwo(roundBit - 16) + Math.floor(lowPart / 65536);
    return Math.floor(sum / powerOfTwo(divisorBit - 16));
  }
  const wide = BigInt(x) * BigInt(multiplier) + (1n << BigInt(roundBit));
  return Number(wide >> BigInt(divisorBit));
};

/**
 * gemmlowp's `SaturatingRoundingDoublingHighMul` for a multiplier >= 0. Its nudge and truncating
 * division amount to floor((x * multiplier + 2^30) / 2^31): ties go upward.
 */
export const saturatingRoundingDoublingHighMultiply = (x: number, multiplier: number): number =>
  scaledFloor(x, multiplier, 30, 31);

/**
 * TFLite's `MultiplyByQuantizedMultiplier` of an int32 (lite/kernels/internal/common.cc). In double
 * rounding a left shift wraps at 32 bits, as the compiled reference does; in single rounding a result
 * beyond an int32, which the reference leaves undefined, is given as it is.
 */
export const multiplyByQuantizedMultiplier = (
  x: number,
  { multiplier, shift }: QuantizedMultiplier,
  mode: RoundingMode,
): number => {
  if (mode === 'single') return scaledFloor(x, multiplier, 30 - shift, 31 - shift);
  const shifted = shift > 0 ? wrapLeft(x, shift) : x;
  const high = saturatingRoundingDoublingHighMultiply(shifted, multiplier);
  return shift < 0 ? roundingDivideByPowerOfTwo(high, -shift) : high;
};

/** Largest left shift and bits of x that the rescaling of an int64 is defined for. */
export const wideShiftLimit = 7;
export const wideSumBits = 48;

/** The 16-bit multiplier (of 15 bits, being positive) that the rescaling of an int64 takes. */
export const reducedMultiplier = (multiplier: number): number =>
  multiplier < 0x7fff0000 ? Math.floor((multiplier + 2 ** 15) / 2 ** 16) : 0x7fff;

/**
 * TFLite's `MultiplyByQuantizedMultiplier` of an int64 (lite/kernels/internal/common.cc), in both rounding
 * modes: floor((x * reduced + 2^(14 - shift)) / 2^(15 - shift)), for shift <= 7 and any x that is exact.
 * What exceeds an int32 stays what it is; the definition leaves that open.
 */
export const multiplyWideByQuantizedMultiplier = (
  x: number,
  { multiplier, shift }: QuantizedMultiplier,
): number => {
  const reduced = reducedMultiplier(multiplier);
  const right = 15 - shift;
  // Product and half have at most 52 bits: doubles are exact.
  if (x > -(2 ** 36) && x < 2 ** 36) {
    return Math.floor((x * reduced + 2 ** (right - 1)) / 2 ** right);
  }
  const wide = BigInt(x) * BigInt(reduced) + (1n << BigInt(right - 1));
  return Number(wide >> BigInt(right));
};

const wrapLeft = (x: number, shift: number): number => (shift > 31 ? 0 : x << shift);

/** Round half away from zero, as C's `round`: without a sum that would round by itself. */
export const roundHalfAway = (x: number): number => {
  const magnitude = Math.abs(x);
  const whole = Math.floor(magnitude);
  const rounded = magnitude - whole >= 0.5 ? whole + 1 : whole;
  return x < 0 ? -rounded : rounded;
};

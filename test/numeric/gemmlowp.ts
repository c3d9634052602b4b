/**
 * The published C++ word for word, in BigInt, independent of generator/numeric: gemmlowp
 * `fixedpoint/fixedpoint.h` and TensorFlow Lite `lite/kernels/internal/common.cc`. C's integer
 * division truncates and its `>>` of negative numbers is arithmetic, as BigInt's.
 */

const int32 = (x: bigint): bigint => BigInt.asIntN(32, x);
const int64 = (x: bigint): bigint => BigInt.asIntN(64, x);

export const INT32_MIN = -(2n ** 31n);
export const INT32_MAX = 2n ** 31n - 1n;

/** `SaturatingRoundingDoublingHighMul(std::int32_t a, std::int32_t b)` */
export const srdhm = (a: bigint, b: bigint): bigint => {
  const overflow = a === b && a === INT32_MIN;
  const ab64 = int64(a * b);
  const nudge = ab64 >= 0n ? 1n << 30n : 1n - (1n << 30n);
  const abX2High32 = int32((ab64 + nudge) / (1n << 31n));
  return overflow ? INT32_MAX : abX2High32;
};

/** `RoundingDivideByPOT(std::int32_t x, int exponent)` */
export const roundingDivideByPot = (x: bigint, exponent: number): bigint => {
  const mask = int32((1n << BigInt(exponent)) - 1n);
  const remainder = x & mask;
  const threshold = (mask >> 1n) + (x < 0n ? 1n : 0n);
  return (x >> BigInt(exponent)) + (remainder > threshold ? 1n : 0n);
};

/** `MultiplyByQuantizedMultiplier(int32_t x, int32_t quantized_multiplier, int shift)`, double rounding */
export const multiplyDouble = (x: bigint, multiplier: bigint, shift: number): bigint => {
  const leftShift = Math.max(shift, 0);
  const rightShift = Math.max(-shift, 0);
  return roundingDivideByPot(srdhm(int32(x * (1n << BigInt(leftShift))), multiplier), rightShift);
};

/** The same with TFLITE_SINGLE_ROUNDING; not cut to 32 bits (the C++ asserts that it fits). */
export const multiplySingle = (x: bigint, multiplier: bigint, shift: number): bigint => {
  const totalShift = BigInt(31 - shift);
  const round = 1n << (totalShift - 1n);
  const result = int64(x * multiplier + round);
  return result >> totalShift;
};

/**
 * TFLite's and gemmlowp's integer arithmetic written down a second time, from the C++ sources and in
 * BigInt alone, so that golden models have something independent to be compared with.
 */

const int32Maximum = 2n ** 31n - 1n;
const int32Minimum = -(2n ** 31n);

export interface Multiplier {
  readonly m: bigint;
  readonly shift: number;
}

/** `QuantizeMultiplier` of a positive number, or of 0: halved and doubled until it is in [0.5, 1). */
export const quantizeMultiplier = (real: number): Multiplier => {
  if (real === 0) return { m: 0n, shift: 0 };
  let q = real;
  let shift = 0;
  for (; q >= 1; q /= 2) shift++;
  for (; q < 0.5; q *= 2) shift--;
  let m = BigInt(Math.round(q * 2 ** 31));
  if (m === 2n ** 31n) {
    m /= 2n;
    shift++;
  }
  return shift < -31 ? { m: 0n, shift: 0 } : { m, shift };
};

/** `SaturatingRoundingDoublingHighMul`, division truncating as C++ does. */
export const doublingHighMultiply = (a: bigint, b: bigint): bigint => {
  if (a === int32Minimum && b === int32Minimum) return int32Maximum;
  const ab = a * b;
  return (ab + (ab >= 0n ? 2n ** 30n : 1n - 2n ** 30n)) / 2n ** 31n;
};

/** `RoundingDivideByPOT`. */
export const divideByPowerOfTwo = (x: bigint, exponent: number): bigint => {
  const e = BigInt(exponent);
  const mask = (1n << e) - 1n;
  const threshold = (mask >> 1n) + (x < 0n ? 1n : 0n);
  return (x >> e) + ((x & mask) > threshold ? 1n : 0n);
};

/** `MultiplyByQuantizedMultiplier`, double rounding. */
export const multiplyByQuantizedMultiplier = (x: bigint, { m, shift }: Multiplier): bigint =>
  divideByPowerOfTwo(doublingHighMultiply(x << BigInt(Math.max(shift, 0)), m), Math.max(-shift, 0));

/** The same, single rounding. */
export const multiplyOnce = (x: bigint, { m, shift }: Multiplier): bigint => {
  const total = BigInt(31 - shift);
  return (x * m + (1n << (total - 1n))) >> total;
};

export const clamp = (x: bigint, minimum: number, maximum: number): number =>
  Math.min(Math.max(Number(x), minimum), maximum);

const saturatingShift = (x: bigint, by: number): bigint => {
  const y = x << BigInt(by);
  return y > int32Maximum ? int32Maximum : y < int32Minimum ? int32Minimum : y;
};

/** `exp_on_negative_values` of a number with `integerBits`, in Q0.31. */
const expOnNegative = (a: bigint, integerBits: number): bigint => {
  const fractionBits = 31 - integerBits;
  const quarter = 1n << BigInt(fractionBits - 2);
  const rest = (a & (quarter - 1n)) - quarter;
  const f = doublingHighMultiply;
  const x = saturatingShift(rest, integerBits) + 2n ** 28n;
  const x2 = f(x, x);
  const x3 = f(x2, x);
  const x4 = f(x2, x2);
  const sum = divideByPowerOfTwo(f(divideByPowerOfTwo(x4, 2) + x3, 715827883n) + x2, 1);
  let result = 1895147668n + f(1895147668n, x + sum);
  const remainder = rest - a;
  const barrel: readonly (readonly [number, bigint])[] = [
    [-2, 1672461947n],
    [-1, 1302514674n],
    [0, 790015084n],
    [1, 290630308n],
    [2, 39332535n],
    [3, 720401n],
    [4, 242n],
  ];
  for (const [exponent, factor] of barrel) {
    if (integerBits <= exponent) continue;
    if (remainder & (1n << BigInt(fractionBits + exponent))) result = f(result, factor);
  }
  return a === 0n ? int32Maximum : result;
};

/** The Newton iteration that both quotients share: 2 / (1 + a) in Q2.29. */
const newton = (a: bigint): bigint => {
  const sum = a + int32Maximum;
  const half = (sum + (sum >= 0n ? 1n : -1n)) / 2n;
  let x = 1515870810n + doublingHighMultiply(half, -1010580540n);
  for (let step = 0; step < 3; step++) {
    const residual = 2n ** 29n - doublingHighMultiply(half, x);
    x += saturatingShift(doublingHighMultiply(x, residual), 2);
  }
  return x;
};

/** gemmlowp's `logistic` of Q4.27 in Q0.31. */
export const logistic = (a: bigint): bigint => {
  if (a === 0n) return 2n ** 30n;
  const positive = saturatingShift(newton(expOnNegative(a > 0n ? -a : a, 4)), 1);
  return a > 0n ? positive : int32Maximum - positive;
};

/** gemmlowp's `tanh` of Q4.27 in Q0.31. */
export const tanh = (a: bigint): bigint => {
  if (a === 0n) return 0n;
  const positive = saturatingShift(newton(expOnNegative(a > 0n ? -a : a, 5)) - 2n ** 29n, 2);
  return a > 0n ? positive : -positive;
};

/** Every code of int8. */
export const int8Codes: readonly number[] = Array.from({ length: 256 }, (_, i) => i - 128);

/**
 * `MultiplyByQuantizedMultiplier` of an int64 (lite/kernels/internal/common.cc), which has 16-bit
 * activations in both rounding modes: 0 <= m < 2^31, x within 48 bits, shift below 8.
 */
export const multiplyWide = (x: bigint, { m, shift }: Multiplier): bigint => {
  const reduced = m < 0x7fff0000n ? (m + (1n << 15n)) >> 16n : 0x7fffn;
  const total = BigInt(15 - shift);
  return (x * reduced + (1n << (total - 1n))) >> total;
};

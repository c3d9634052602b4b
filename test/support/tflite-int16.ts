import { sigmoidWords } from './sigmoid-words.js';
import {
  clamp,
  divideByPowerOfTwo,
  type Multiplier,
  multiplyByQuantizedMultiplier,
  multiplyOnce,
  quantizeMultiplier,
} from './tflite-arithmetic.js';

/**
 * TFLite's kernels of int16 activations written down a second time, from the C++ sources, in BigInt: nothing of
 * the units is used.
 */

export type Rounding = 'double' | 'single';

const int16 = [-32768, 32767] as const;

const rescaleOf = (rounding: Rounding): ((x: bigint, multiplier: Multiplier) => bigint) =>
  rounding === 'double' ? multiplyByQuantizedMultiplier : multiplyOnce;

const f = Math.fround;

/** ADD (lite/micro/kernels/add_common.cc, `AddElementwise`): quotients in double, left shift 15. */
export const addInt16 = (a: number, b: number, y: number, rounding: Rounding = 'double') => {
  const rescale = rescaleOf(rounding);
  const twice = 2 * Math.max(a, b);
  const [ma, mb] = [quantizeMultiplier(a / twice), quantizeMultiplier(b / twice)];
  const my = quantizeMultiplier(twice / (2 ** 15 * y));
  return (p: number, q: number): number =>
    clamp(rescale(rescale(BigInt(p) << 15n, ma) + rescale(BigInt(q) << 15n, mb), my), ...int16);
};

/** SUB (lite/micro/kernels/sub_common.cc): quotients in float32. */
export const subInt16 = (a: number, b: number, y: number, rounding: Rounding = 'double') => {
  const rescale = rescaleOf(rounding);
  const twice = f(2 * Math.max(f(a), f(b)));
  const [ma, mb] = [quantizeMultiplier(f(f(a) / twice)), quantizeMultiplier(f(f(b) / twice))];
  const my = quantizeMultiplier(f(twice / f(2 ** 15 * f(y))));
  return (p: number, q: number): number =>
    clamp(rescale(rescale(BigInt(p) << 15n, ma) - rescale(BigInt(q) << 15n, mb), my), ...int16);
};

/**
 * ADD and SUB with pot_scale_int16 (lite/kernels/internal/reference/add.h and sub.h): the operand of the smaller
 * scale is shifted right, the sum saturates.
 */
export const powerOfTwoSum = (shifts: readonly [number, number], sign: 1 | -1) => {
  const [left, right] = shifts;
  return (p: number, q: number): number =>
    clamp(
      divideByPowerOfTwo(BigInt(p), left) + BigInt(sign) * divideByPowerOfTwo(BigInt(q), right),
      ...int16,
    );
};

/** MUL (lite/micro/kernels/mul_common.cc, `reference_integer_ops::Mul`). */
export const mulInt16 = (a: number, b: number, y: number, rounding: Rounding = 'double') => {
  const multiplier = quantizeMultiplier((a * b) / y);
  return (p: number, q: number): number =>
    clamp(rescaleOf(rounding)(BigInt(p) * BigInt(q), multiplier), ...int16);
};

/** Multiplier and left shift of the int16 argument (lite/micro/kernels/logistic_common.cc, tanh.cc). */
const argumentScale = (scale: number, plain: readonly number[]): readonly [bigint, bigint] => {
  const left = plain.find((shift) => scale === 2 ** (shift - 12));
  if (left !== undefined) return [3n << BigInt(left), 0n];
  let multiplier = scale * 4096 * 3;
  let shift = 0n;
  while (multiplier <= 32767 / 2 && shift <= 30n) {
    shift++;
    multiplier *= 2;
  }
  return [BigInt(Math.trunc(multiplier)), shift];
};

const argumentOf = (code: number, [multiplier, shift]: readonly [bigint, bigint]): bigint =>
  (BigInt(code) * multiplier + (shift > 0n ? 1n << (shift - 1n) : 0n)) >> shift;

const word = (i: number): bigint => BigInt(sigmoidWords[i] as number);

/** LOGISTIC (integer_ops/logistic.h). */
export const logisticInt16 = (scale: number) => {
  const factor = argumentScale(scale, [0]);
  return (code: number): number => {
    const x = argumentOf(code, factor);
    const size = x < 0n ? -x : x;
    const uh = Number(size >> 9n);
    const ut = size & 0x1ffn;
    const sum = uh >= 255 ? 0x7fffn << 10n : (word(uh) << 9n) + ut * (word(uh + 1) - word(uh));
    const result = x >= 0n ? sum + (1n << 9n) : (1n << 25n) - sum + (1n << 9n) - 1n;
    return Number(result >> 10n);
  };
};

/** TANH (integer_ops/tanh.h). */
export const tanhInt16 = (scale: number) => {
  const factor = argumentScale(scale, [0, 1]);
  return (code: number): number => {
    const x = argumentOf(code, factor);
    const size = x < 0n ? -x : x;
    const uh = Number(size >> 8n);
    const ut = size & 0xffn;
    const sum = uh >= 255 ? 0xffffn << 8n : (word(uh) << 8n) + ut * (word(uh + 1) - word(uh));
    const result = x >= 0n ? sum - (1n << 23n) + (1n << 7n) : -sum + (1n << 23n) + (1n << 7n) - 1n;
    return Number(result >> 8n);
  };
};

/** LEAKY_RELU (lite/micro/kernels/leaky_relu_common.cc), alpha >= 0: quotients in float32. */
export const leakyInt16 = (x: number, alpha: number, y: number) => {
  const identity = quantizeMultiplier(f(x / y));
  const slope = quantizeMultiplier(f(f(x * alpha) / y));
  return (code: number): number =>
    clamp(multiplyByQuantizedMultiplier(BigInt(code), code >= 0 ? identity : slope), ...int16);
};

/** MEAN (`QuantizedMeanOrSum` with int32 sums): the multiplier divided by the count, truncated. */
export const meanInt16 = (x: number, y: number, count: number) => {
  const { m, shift } = quantizeMultiplier(x / y);
  const k = Math.min(Math.floor(Math.log2(count)), 32, 31 + shift);
  const folded = { m: (m << BigInt(k)) / BigInt(count), shift: shift - k };
  return (codes: readonly number[]): number => {
    const sum = codes.reduce((total, code) => total + BigInt(code), 0n);
    return clamp(multiplyByQuantizedMultiplier(sum, folded), ...int16);
  };
};

/** Codes of int16, ends, zero and neighbours first, as pairs of tensors of `count` elements. */
export const int16Pairs = (count: number, seed = 1): readonly [Int32Array, Int32Array] => {
  const corners = [-32768, -32767, -16384, -1, 0, 1, 2, 3, 16384, 32766, 32767];
  const codes = corners.flatMap((p) => corners.map((q) => [p, q] as const));
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) - 32768;
  };
  while (codes.length < count) codes.push([next(), next()]);
  return [Int32Array.from(codes, ([p]) => p), Int32Array.from(codes, ([, q]) => q)];
};

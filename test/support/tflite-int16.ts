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

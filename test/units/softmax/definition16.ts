/**
 * TFLite's int16 softmax written from its definition (lite/kernels/internal/reference/softmax.h, common.h and
 * lite/micro/kernels/softmax_common.cc), apart from the golden model. For tests.
 */
import {
  multiplyByQuantizedMultiplier,
  multiplyOnce,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';

const f = Math.fround;
const away = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));

/** `gen_lut<float, int16_t, int16_t>` with an output from -1 to 1. */
export const generateTable = (
  of: (x: number) => number,
  minimum: number,
  maximum: number,
): readonly bigint[] => {
  const step = f((maximum - minimum) / 512);
  const half = f(step / 2);
  const table: bigint[] = [];
  for (let i = 0; i < 512; i++) {
    const start = f(minimum + f(i * step));
    const sample = away(f(of(start) * 32768));
    const next = f(of(f(minimum + f((i + 1) * step))) * 32768);
    const interpolated = away(f(f(next + sample) / 2));
    const error = f(interpolated - away(f(of(f(start + half)) * 32768)));
    table.push(BigInt(Math.min(Math.max(sample - away(f(error / 2)), -32768), 32767)));
  }
  table.push(BigInt(Math.min(away(f(of(maximum) * 32768)), 32767)));
  return table;
};

const exponentials = generateTable((x) => f(Math.exp(x)), -10, 0);
const reciprocals = generateTable((x) => f(1 / f(1 + x)), 0, 1);

/** `LUTLookup`. */
const lookUp = (value: bigint, table: readonly bigint[]): bigint => {
  const index = Number(256n + (value >> 7n));
  const base = table[index] as bigint;
  const slope = (table[index + 1] as bigint) - base;
  return base + ((slope * (value & 0x7fn) + 64n) >> 7n);
};

const limit = (x: bigint): bigint => (x < -32768n ? -32768n : x > 32767n ? 32767n : x);

/** One row of codes to one row of int16 codes. */
export const softmaxRow16 = (
  row: readonly number[],
  scale: number,
  beta = 1,
  single = false,
): readonly number[] => {
  const factor = quantizeMultiplier((f(scale) * f(beta)) / (10 / 65535));
  const rescale = single ? multiplyOnce : multiplyByQuantizedMultiplier;
  const largest = Math.max(...row);
  const terms = row.map((code) =>
    lookUp(limit(rescale(BigInt(code - largest), factor) + 32767n), exponentials),
  );
  const sum = terms.reduce((a, b) => a + b);
  const headroomPlusOne = 32n - BigInt(sum.toString(2).length);
  const shifted = ((sum << (headroomPlusOne - 1n)) + (1n << 13n)) >> 14n;
  const reciprocal = lookUp(limit(shifted - 32768n - 65536n), reciprocals);
  const right = 31n - headroomPlusOne;
  return terms.map((term) => {
    const result = (term * reciprocal + (1n << (right - 1n))) >> right;
    return Number(result < 0n ? 0n : result > 32767n ? 32767n : result);
  });
};

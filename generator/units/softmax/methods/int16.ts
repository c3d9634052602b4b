import { type QuantizedMultiplier, quantizeMultiplier } from '../../../numeric/multiplier.js';
import { multiplyByQuantizedMultiplier, type RoundingMode } from '../../../numeric/rounding.js';
import { exponentialTable, reciprocalTable } from './exponential-table.js';

/** TFLite `SoftmaxInt16` (lite/kernels/internal/reference/softmax.h). */
export interface Int16Softmax {
  /** From a difference of codes to 65535 / 10 times its real value. */
  readonly factor: QuantizedMultiplier;
  readonly rounding: RoundingMode;
}

/** Left shift up to which a difference of 16 bits stays within an int32. */
export const largestShift = 15;

/** Scale and beta are float32, all else is double (lite/micro/kernels/softmax_common.cc). */
export const int16Factor = (beta: number, scale: number): QuantizedMultiplier =>
  quantizeMultiplier((Math.fround(scale) * Math.fround(beta)) / (10 / 65535));

/** Between two words of a table of 512 chords, by a number of 16 bits: `LUTLookup`. */
const interpolate = (table: readonly number[], at: number): number => {
  const index = Math.floor(at / 128);
  const base = table[index] as number;
  const slope = (table[index + 1] as number) - base;
  return base + Math.floor((slope * (at % 128) + 64) / 128);
};

/** exp of a difference, in Q0.15; nothing is told apart below exp(-10). */
export const exponentialOf = ({ factor, rounding }: Int16Softmax, difference: number): number => {
  const scaled = multiplyByQuantizedMultiplier(-difference, factor, rounding);
  return interpolate(exponentialTable, Math.max(0, 65535 + scaled));
};

export interface Int16Reciprocal {
  /** Q0.15. */
  readonly reciprocal: number;
  /** Bits by which a product with it is to be shifted right. */
  readonly shift: number;
}

/** 1 / sum: the sum's leading one is the 1 of 1 + x. */
export const reciprocalOfSum = (sum: number): Int16Reciprocal => {
  const shift = 31 - Math.clz32(sum);
  const rounded = Math.floor((sum * 2 ** (30 - shift) + 2 ** 13) / 2 ** 14);
  const at = Math.min(rounded - 2 ** 16, 2 ** 16 - 1);
  return { reciprocal: interpolate(reciprocalTable, at), shift };
};

/** Differences from a row's maximum to int16 codes at scale 2^-15. */
export const int16Row = (
  definition: Int16Softmax,
  differences: readonly number[],
): readonly number[] => {
  const exponentials = differences.map((difference) => exponentialOf(definition, difference));
  let sum = 0;
  for (const exponential of exponentials) sum += exponential;
  const { reciprocal, shift } = reciprocalOfSum(sum);
  return exponentials.map((exponential) => {
    const share = Math.floor((exponential * reciprocal + 2 ** (shift - 1)) / 2 ** shift);
    return Math.min(share, 2 ** 15 - 1);
  });
};

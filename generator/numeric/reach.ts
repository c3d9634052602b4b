import { type CodeRange, signedBitsFor } from '../ir/format.js';

/** Every value that a channel's accumulator can have, ends included. */
export interface AccumulatorRange {
  readonly low: number;
  readonly high: number;
}

/** What an accumulator can hold, over every input. */
export interface Reach {
  /** Bits of sum(weight * code), before the bias. */
  readonly accBits: number;
  /** Bits of the same with the bias; what the requantizer gets. */
  readonly sumBits: number;
  /** bias - zeroPoint * sum(weight) per channel: takes the input's zero point out of the sum. */
  readonly bias: readonly number[];
  /** Sums per channel, before the bias. */
  readonly ranges: readonly AccumulatorRange[];
}

export interface ReachOptions {
  /** channels x terms, row-major, zero point removed. */
  readonly weights: Int32Array;
  readonly channels: number;
  readonly range: CodeRange;
  readonly zeroPoint: number;
  /** Per channel; undefined for none. */
  readonly bias: Int32Array | Float64Array | undefined;
  /**
   * Of the definition's accumulator: arithmetic is modulo 2^accumulatorBits, so that no more are ever
   * needed. Default 32 (TFLite).
   */
  readonly accumulatorBits?: number;
}

/** Exact reachable widths of a weighted sum of input codes, each code anywhere in `range`. */
export const reachOf = ({
  weights,
  channels,
  range,
  zeroPoint,
  bias,
  accumulatorBits = 32,
}: ReachOptions): Reach => {
  const terms = weights.length / channels;
  const moved: number[] = [];
  const ranges: AccumulatorRange[] = [];
  let accLow = 0;
  let accHigh = 0;
  let sumLow = 0;
  let sumHigh = 0;
  for (let channel = 0; channel < channels; channel++) {
    let positive = 0;
    let negative = 0;
    for (let term = 0; term < terms; term++) {
      const weight = weights[channel * terms + term] as number;
      if (weight > 0) positive += weight;
      else negative += weight;
    }
    const low = positive * range.minimum + negative * range.maximum;
    const high = positive * range.maximum + negative * range.minimum;
    const constant = (bias?.[channel] ?? 0) - zeroPoint * (positive + negative);
    moved.push(constant);
    ranges.push({ low, high });
    // Partial sums run between 0 and these.
    accLow = Math.min(accLow, low);
    accHigh = Math.max(accHigh, high);
    sumLow = Math.min(sumLow, low + constant);
    sumHigh = Math.max(sumHigh, high + constant);
  }
  return {
    accBits: Math.min(accumulatorBits, signedBitsFor(accLow, accHigh)),
    sumBits: Math.min(accumulatorBits, signedBitsFor(sumLow, sumHigh)),
    bias: moved,
    ranges,
  };
};

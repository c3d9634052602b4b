import type { NumberFormat } from '../../ir/format.js';
import { isInteger } from '../../ir/format.js';
import { codeOf, isPaired, valueTable } from '../../ir/values.js';
import { type Activation, activationLimits } from '../../numeric/activation.js';
import { ceilingOf, ratioOf } from '../../numeric/ratio.js';

/**
 * Rescaling to a format whose values are no range of integers: the code of the value nearest to the real
 * number factor * accumulator, clamped by the activation; half way between two values the greater one. As the
 * sums at which it changes, which is exact: no multiplier, no rounding before.
 */
export interface Staircase {
  /** In the order of rising values. */
  readonly codes: readonly number[];
  /** Per channel, or once for all: the least sum, bias included, that gives code i + 1 or a later one. */
  readonly thresholds: readonly (readonly number[])[];
}

/** Beyond every sum, on either side. */
const never = 2 ** 52;

const clampToSums = (value: bigint): number => {
  const most = BigInt(never);
  return Number(value > most ? most : value < -most ? -most : value);
};

/** Undefined for integers, which are rescaled by a multiplier, and pairs, which no layer gives. */
export const staircaseOf = (
  format: NumberFormat,
  factors: readonly number[],
  activation: Activation,
  scale: number,
): Staircase | undefined => {
  if (isInteger(format) || isPaired(format)) return undefined;
  const values = [...new Set(valueTable(format))].sort((a, b) => a - b);
  const { low, high } = activationLimits(activation);
  const step = ratioOf(scale);
  // Twice the point half way between two values, which is whole.
  const middles = values.slice(1).map((value, i) => BigInt(value + (values[i] as number)));
  /** Whether a limit of the activation, a whole real number, is at or above a middle. */
  const isAbove = (limit: number, middle: bigint): boolean =>
    2n * BigInt(limit) * step.denominator >= middle * step.numerator;
  const thresholdOf = (middle: bigint, factor: number): number => {
    if (low !== undefined && isAbove(low, middle)) return -never;
    if (high !== undefined && !isAbove(high, middle)) return never;
    const { numerator, denominator } = ratioOf(factor);
    return clampToSums(ceilingOf(middle * denominator, 2n * numerator));
  };
  return {
    codes: values.map((value) => codeOf(format, value) as number),
    thresholds: factors.map((factor) => middles.map((middle) => thresholdOf(middle, factor))),
  };
};

/** Thresholds of a channel. */
export const thresholdsOf = ({ thresholds }: Staircase, channel: number): readonly number[] =>
  thresholds[thresholds.length === 1 ? 0 : channel] as readonly number[];

/** The code of a sum. */
export const staircaseCode = (staircase: Staircase, sum: number, channel: number): number => {
  const thresholds = thresholdsOf(staircase, channel);
  let below = 0;
  let above = thresholds.length;
  while (below < above) {
    const middle = (below + above) >> 1;
    if (sum >= (thresholds[middle] as number)) below = middle + 1;
    else above = middle;
  }
  return staircase.codes[below] as number;
};

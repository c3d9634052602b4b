import { type NumberFormat, rangeOf } from '../ir/format.js';
import { roundHalfAway } from './rounding.js';

/** Activations that are a clamp of the output code. */
export type Activation = 'none' | 'relu' | 'relu6' | 'relu_n1_to_1';

export const activations = ['none', 'relu', 'relu6', 'relu_n1_to_1'] as const;

export interface Clamp {
  readonly minimum: number;
  readonly maximum: number;
}

const realLimits: Readonly<Record<Activation, { low?: number; high?: number }>> = {
  none: {},
  relu: { low: 0 },
  relu6: { low: 0, high: 6 },
  relu_n1_to_1: { low: -1, high: 1 },
};

/** Real numbers between which an activation leaves the output. */
export const activationLimits = (
  activation: Activation,
): { readonly low?: number; readonly high?: number } => realLimits[activation];

/**
 * The codes between which an activation leaves the output: zeroPoint + round(limit / scale), the
 * quotient in float32 (TFLite `CalculateActivationRangeQuantized`), within the format.
 */
export const activationClamp = (
  activation: Activation,
  output: { format: NumberFormat; scale: number; zeroPoint: number },
): Clamp => {
  const range = rangeOf(output.format);
  const code = (real: number): number =>
    output.zeroPoint + roundHalfAway(Math.fround(Math.fround(real) / Math.fround(output.scale)));
  const { low, high } = realLimits[activation];
  return {
    minimum: low === undefined ? range.minimum : Math.max(range.minimum, code(low)),
    maximum: high === undefined ? range.maximum : Math.min(range.maximum, code(high)),
  };
};

export const clampTo = (x: number, { minimum, maximum }: Clamp): number =>
  x < minimum ? minimum : x > maximum ? maximum : x;

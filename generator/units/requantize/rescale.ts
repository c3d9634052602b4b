import type { Problem } from '../../error.js';
import type { NumberFormat } from '../../ir/format.js';
import { type Activation, activationClamp, type Clamp, clampTo } from '../../numeric/activation.js';
import { type QuantizedMultiplier, quantizeMultiplier } from '../../numeric/multiplier.js';
import { multiplyByQuantizedMultiplier, type RoundingMode } from '../../numeric/rounding.js';

/** Integer rescaling of an accumulator to the next format; one multiplier, or one per channel. */
export interface Rescale {
  readonly multipliers: readonly QuantizedMultiplier[];
  readonly rounding: RoundingMode;
  readonly zeroPoint: number;
  readonly clamp: Clamp;
}

export interface RescaleOptions {
  /** Real factors from accumulator to output, one or one per channel. */
  readonly factors: readonly number[];
  readonly rounding: RoundingMode;
  readonly activation: Activation;
  readonly output: {
    readonly format: NumberFormat;
    readonly scale: number;
    readonly zeroPoint: number;
  };
}

export const rescaleOf = ({ factors, rounding, activation, output }: RescaleOptions): Rescale => ({
  multipliers: factors.map(quantizeMultiplier),
  rounding,
  zeroPoint: output.zeroPoint,
  clamp: activationClamp(activation, output),
});

/** What the hardware cannot do: shifts that leave no accumulator bit, or more than a single rounding has. */
export const rescaleProblems = (rescale: Rescale, place: string): readonly Problem[] => {
  const limit = rescale.rounding === 'single' ? 30 : 31;
  const largest = Math.max(...rescale.multipliers.map((m) => m.shift));
  return largest > limit
    ? [
        {
          code: 'E_PARAMETER',
          place,
          reason: `the factor from accumulator to output needs a left shift of ${largest}, at most ${limit} is defined with ${rescale.rounding} rounding`,
          hint: 'check the scales of input, weights and output',
        },
      ]
    : [];
};

export const multiplierOf = (rescale: Rescale, channel: number): QuantizedMultiplier =>
  rescale.multipliers[rescale.multipliers.length === 1 ? 0 : channel] as QuantizedMultiplier;

/** One accumulator (an int32) to one output code. */
export const rescaleCode = (rescale: Rescale, accumulator: number, channel: number): number =>
  clampTo(
    multiplyByQuantizedMultiplier(accumulator, multiplierOf(rescale, channel), rescale.rounding) +
      rescale.zeroPoint,
    rescale.clamp,
  );

/** Factors of a convolution, per channel or per tensor: all in double (TFLite `PopulateConvolutionQuantizationParams`). */
export const convolutionFactors = (
  weightScale: number | readonly number[],
  inputScale: number,
  outputScale: number,
): readonly number[] =>
  (typeof weightScale === 'number' ? [weightScale] : weightScale).map(
    (scale) => (inputScale * scale) / outputScale,
  );

import type { Problem } from '../../error.js';
import { isWide } from '../../ir/codes.js';
import { formatName, isInteger, type NumberFormat } from '../../ir/format.js';
import { isPaired, zeroCodeOf } from '../../ir/values.js';
import { type Activation, activationClamp, type Clamp, clampTo } from '../../numeric/activation.js';
import { type QuantizedMultiplier, quantizeMultiplier } from '../../numeric/multiplier.js';
import type { Reach } from '../../numeric/reach.js';
import {
  multiplyByQuantizedMultiplier,
  multiplyWideByQuantizedMultiplier,
  type RoundingMode,
  wideShiftLimit,
  wideSumBits,
} from '../../numeric/rounding.js';
import { type Staircase, staircaseCode, staircaseOf } from './staircase.js';

/** Formats in which a layer cannot give its results. */
export const outputProblems = (format: NumberFormat, place: string): readonly Problem[] =>
  isPaired(format)
    ? [
        {
          code: 'E_FORMAT',
          place: `${place}.output`,
          reason: `gives ${formatName(format)}: which of two neighbours is the victim no layer decides`,
          hint: 'give another format',
        },
      ]
    : [];

/** What sums are kept in by definition. */
export type Accumulator = 'int32' | 'int64';

/**
 * Integer rescaling of an accumulator to the next format; one multiplier, or one per channel. An int64
 * has 16-bit multipliers and one rounding whatever the mode (TFLite's 16x8 kernels).
 */
export interface Rescale {
  /** Left out: int32. */
  readonly accumulator?: Accumulator | undefined;
  readonly multipliers: readonly QuantizedMultiplier[];
  readonly rounding: RoundingMode;
  readonly zeroPoint: number;
  readonly clamp: Clamp;
  /** For formats that are no integers, in place of all this. */
  readonly staircase?: Staircase | undefined;
}

export interface RescaleOptions {
  /** Real factors from accumulator to output, one or one per channel. */
  readonly factors: readonly number[];
  readonly accumulator?: Accumulator | undefined;
  readonly rounding: RoundingMode;
  readonly activation: Activation;
  readonly output: {
    readonly format: NumberFormat;
    readonly scale: number;
    readonly zeroPoint: number;
  };
}

export const rescaleOf = ({
  factors,
  accumulator,
  rounding,
  activation,
  output,
}: RescaleOptions): Rescale => ({
  accumulator,
  multipliers: factors.map(quantizeMultiplier),
  rounding,
  zeroPoint: output.zeroPoint,
  clamp: activationClamp(activation, output),
  staircase: staircaseOf(output.format, factors, activation, output.scale),
});

/** What the hardware cannot do: shifts that leave no accumulator bit, or more than a single rounding has. */
export const rescaleProblems = (rescale: Rescale, place: string): readonly Problem[] => {
  if (rescale.staircase) return [];
  const wide = rescale.accumulator === 'int64';
  const limit = wide ? wideShiftLimit : rescale.rounding === 'single' ? 30 : 31;
  const defined = wide ? 'an int64 accumulator' : `${rescale.rounding} rounding`;
  const largest = Math.max(...rescale.multipliers.map((m) => m.shift));
  return largest > limit
    ? [
        {
          code: 'E_PARAMETER',
          place,
          reason: `the factor from accumulator to output needs a left shift of ${largest}, at most ${limit} is defined with ${defined}`,
          hint: 'check the scales of input, weights and output',
        },
      ]
    : [];
};

export const multiplierOf = (rescale: Rescale, channel: number): QuantizedMultiplier =>
  rescale.multipliers[rescale.multipliers.length === 1 ? 0 : channel] as QuantizedMultiplier;

/** One accumulator (an int32, or an exact int64) to one output code. */
export const rescaleCode = (rescale: Rescale, accumulator: number, channel: number): number => {
  if (rescale.staircase) return staircaseCode(rescale.staircase, accumulator, channel);
  const multiplier = multiplierOf(rescale, channel);
  const scaled =
    rescale.accumulator === 'int64'
      ? multiplyWideByQuantizedMultiplier(accumulator, multiplier)
      : multiplyByQuantizedMultiplier(accumulator, multiplier, rescale.rounding);
  return clampTo(scaled + rescale.zeroPoint, rescale.clamp);
};

/** What a layer's sums are kept in where its user does not say: TFLite's choice for 16x8 models. */
export const accumulatorOf = (
  given: Accumulator | undefined,
  { kind, bits }: NumberFormat,
): Accumulator => given ?? (kind === 'int' && bits === 16 ? 'int64' : 'int32');

/** An input whose codes are no numbers of 32 bits. */
export const inputProblems = (format: NumberFormat, place: string): readonly Problem[] =>
  isWide(format)
    ? [
        {
          code: 'E_FORMAT',
          place: `${place}.in`,
          reason: `gives ${formatName(format)}, needs codes of at most int32`,
          hint: 'requantize it first',
        },
      ]
    : [];

/** A window that reads zeros beside the image, in a format that has none. */
export const paddingProblems = (
  format: NumberFormat,
  isPadded: boolean,
  place: string,
): readonly Problem[] =>
  isPadded && zeroCodeOf(format) === undefined
    ? [
        {
          code: 'E_FORMAT',
          place: `${place}.padding`,
          reason: `reads zeros beside the image, but ${formatName(format)} has no zero`,
          hint: "set padding 'valid', and pad the stream with a code before it",
        },
      ]
    : [];

/** Formats of a layer: of its activations, weights and results. */
export type LayerFormats = readonly NumberFormat[];

/** Sums that wrap around in an int32, as only those of integers do by definition. */
const wrapProblems = ({ bias, ranges }: Reach, place: string): readonly Problem[] => {
  const wraps = ranges.some(({ low, high }, channel) => {
    const added = bias[channel] as number;
    return low + added < -(2 ** 31) || high + added >= 2 ** 31;
  });
  return wraps
    ? [
        {
          code: 'E_PARAMETER',
          place,
          reason: 'has sums that no int32 holds',
          hint: "check bias and weights, or set accumulator 'int64'",
        },
      ]
    : [];
};

/** Sums that the rescaling of an int64 is not defined for; of an int32, where formats are no integers. */
export const reachProblems = (
  { accumulator }: Rescale,
  reach: Reach,
  place: string,
  formats: LayerFormats = [],
): readonly Problem[] => {
  const { accBits, sumBits } = reach;
  if (accumulator !== 'int64' && !formats.every(isInteger)) return wrapProblems(reach, place);
  const bits = Math.max(accBits, sumBits);
  if (accumulator !== 'int64' || bits <= wideSumBits) return [];
  return [
    {
      code: 'E_PARAMETER',
      place,
      reason: `has sums of ${bits} bits, at most ${wideSumBits} are defined with an int64 accumulator`,
      hint: 'check bias and weights',
    },
  ];
};

/** Factors of a convolution, per channel or per tensor: all in double (TFLite `PopulateConvolutionQuantizationParams`). */
export const convolutionFactors = (
  weightScale: number | readonly number[],
  inputScale: number,
  outputScale: number,
): readonly number[] =>
  (typeof weightScale === 'number' ? [weightScale] : weightScale).map(
    (scale) => (inputScale * scale) / outputScale,
  );

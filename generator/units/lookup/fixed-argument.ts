import type { Problem } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { type QuantizedMultiplier, quantizeMultiplier } from '../../numeric/multiplier.js';
import { multiplyByQuantizedMultiplier, type RoundingMode } from '../../numeric/rounding.js';

/** Integer bits of the argument of TFLite's int8 LOGISTIC and TANH: Q4.27. */
export const argumentIntegerBits = 4;

const fractionBits = 31 - argumentIntegerBits;

const multiplierOf = (scale: number): QuantizedMultiplier =>
  quantizeMultiplier(scale * 2 ** fractionBits);

/** Scales so small that the argument would need a right shift are undefined in the reference. */
export const argumentProblems = (
  { scale }: StreamType,
  place: string,
  unit: string,
): readonly Problem[] =>
  scale * 2 ** fractionBits >= 0.5
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.in`,
          reason: `gives scale ${scale}, ${unit} needs at least 2^-28`,
        },
      ];

/**
 * A code as Q4.27, or the side on which it lies outside (-15, 15): there the result is the end of the
 * output's range. lite/kernels/internal/quantization_util.cc, `CalculateInputRadius`.
 */
export const fixedArgument = ({ scale, zeroPoint }: StreamType, rounding: RoundingMode) => {
  const multiplier = multiplierOf(scale);
  const radius = Math.floor(
    ((2 ** argumentIntegerBits - 1) * 2 ** fractionBits) / 2 ** multiplier.shift,
  );
  return (code: number): number | 'below' | 'above' => {
    const centred = code - zeroPoint;
    if (centred <= -radius) return 'below';
    if (centred >= radius) return 'above';
    return multiplyByQuantizedMultiplier(centred, multiplier, rounding);
  };
};

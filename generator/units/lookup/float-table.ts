import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { roundHalfAway } from '../../numeric/rounding.js';
import type { OutputQuantization } from '../parameters.js';

const { fround } = Math;

/**
 * TFLite's `LUTPopulate` (lite/kernels/internal/common.h): the code's value, its transform and the quotient by the
 * output's scale, each in float32; rounded to nearest, ties away from zero, in front of the zero point; clamped.
 */
export const floatTableCode = (
  input: StreamType,
  output: OutputQuantization,
  transform: (value: number) => number,
) => {
  const range = rangeOf(output.format);
  const scale = fround(input.scale);
  const inverse = fround(1 / fround(output.scale));
  return (code: number): number => {
    const value = fround(scale * (code - input.zeroPoint));
    const steps = fround(fround(transform(value)) * inverse);
    return clampTo(roundHalfAway(steps) + output.zeroPoint, range);
  };
};

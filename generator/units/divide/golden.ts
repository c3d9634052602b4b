import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { clampTo } from '../../numeric/activation.js';
import type { OutputQuantization } from '../parameters.js';
import type { DivideSpec, QuotientScale } from './spec.js';

/**
 * The output code of two centred codes: rounded half away from zero. By zero it is the end of the range on
 * the side of a; 0 / 0 is zero.
 */
export const quotientCode = (
  { factor, shift }: QuotientScale,
  { format, zeroPoint }: OutputQuantization,
  a: number,
  b: number,
): number => {
  const range = rangeOf(format);
  if (a === 0) return zeroPoint;
  if (b === 0) return a > 0 ? range.maximum : range.minimum;
  const size = Math.abs(b);
  const numerator = Math.floor((Math.abs(a) * factor + size * 2 ** (shift - 1)) / 2 ** shift);
  const quotient = Math.floor(numerator / size);
  return clampTo(zeroPoint + (a < 0 === b < 0 ? quotient : -quotient), range);
};

export const divideGolden = (spec: DivideSpec, inputs: readonly Codes[]): Codes => {
  const { scale, parameters, operands } = spec;
  const divisors = narrow(inputs[1]);
  return narrow(inputs[0]).map((code, i) =>
    quotientCode(
      scale,
      parameters.output,
      code - operands[0].zeroPoint,
      (divisors[i] as number) - operands[1].zeroPoint,
    ),
  );
};

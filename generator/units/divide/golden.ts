import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { clampTo } from '../../numeric/activation.js';
import { indexOf, type Operand } from '../elementwise/operands.js';
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

/** Codes of a stream less their zero point, element by element. */
const centredOf = (
  { input, zeroPoint, broadcast }: Operand,
  inputs: readonly Codes[],
): ((i: number) => number) => {
  const codes = narrow(inputs[input ?? 0]);
  const at = indexOf(broadcast);
  return (i) => (codes[at(i)] as number) - zeroPoint;
};

export const divideGolden = (spec: DivideSpec, inputs: readonly Codes[]): Codes => {
  const { scale, parameters, operands, elements } = spec;
  const dividend = centredOf(operands[0], inputs);
  const divisor = centredOf(operands[1], inputs);
  return Int32Array.from({ length: elements }, (_, i) =>
    quotientCode(scale, parameters.output, dividend(i), divisor(i)),
  );
};

import { type NumberFormat, rangeOf } from '../ir/format.js';
import { type Address, placeOf } from './address.js';
import { argumentOf, type Fold } from './fold.js';
import type { Quantization } from './samples.js';

/**
 * A function of one code in integers: a polynomial of the offset t within a segment, by Horner's rule.
 *   m = c[d]; m = c[k] + floor(m * t / 2^offsetBits) for k = d - 1 .. 1
 *   a = c[0] + m * t * 2^slopeShift
 *   code = floor(a / 2^shift), after what the fold does to codes below zero
 * Rounding and the zero point are in c[0]. No code leaves the output's range: nothing is clamped.
 */
export interface Piecewise {
  readonly kind: 'piecewise';
  readonly input: Quantization;
  readonly output: NumberFormat;
  readonly fold: Fold | undefined;
  readonly address: Address;
  readonly offsetBits: number;
  readonly degree: number;
  readonly shift: number;
  readonly slopeShift: number;
  /** c[0], c[1], ..., each by segment. */
  readonly coefficients: readonly (readonly number[])[];
}

/** Added to the accumulator where the fold negates it: the offset, and the half that rounds. */
export const foldConstant = ({ offset, sign }: Fold, shift: number): number =>
  Math.round(offset * 2 ** shift) + (sign < 0 && shift > 0 ? 2 ** shift : 0);

/** Offset as the coefficients take it. */
export const innerProducts = (
  coefficients: readonly number[],
  offset: number,
  offsetBits: number,
): number => {
  let m = coefficients.at(-1) as number;
  for (let k = coefficients.length - 2; k >= 1; k--) {
    m = (coefficients[k] as number) + Math.floor((m * offset) / 2 ** offsetBits);
  }
  return m;
};

/** The accumulator of an argument, before the fold. */
export const accumulatorOf = (f: Piecewise, argument: number): number => {
  const { segment, offset } = placeOf(f.address, argument);
  const row = f.coefficients.map((column) => column[segment] as number);
  if (f.degree === 0) return row[0] as number;
  return (row[0] as number) + innerProducts(row, offset, f.offsetBits) * offset * 2 ** f.slopeShift;
};

/** Bit-exact: the output code of an input code. */
export const piecewiseCode = (f: Piecewise) => {
  const argument = argumentOf(f.input, f.fold);
  const unit = 2 ** f.shift;
  return (code: number): number => {
    const u = argument(code);
    const a = accumulatorOf(f, u);
    const { fold } = f;
    if (!fold || fold.kind === 'positive' || code >= f.input.zeroPoint) return Math.floor(a / unit);
    const line = fold.slopeExponent === undefined ? 0 : u * 2 ** (fold.slopeExponent + f.shift);
    return Math.floor((foldConstant(fold, f.shift) + fold.sign * a - line) / unit);
  };
};

/** Output codes by input code less the least. */
export const piecewiseCodes = (f: Piecewise): Int32Array => {
  const { minimum, maximum } = rangeOf(f.input.format);
  const codeOf = piecewiseCode(f);
  return Int32Array.from({ length: maximum - minimum + 1 }, (_, i) => codeOf(minimum + i));
};

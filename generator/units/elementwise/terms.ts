import { rangeOf, signedBitsFor } from '../../ir/format.js';
import type { QuantizedMultiplier } from '../../numeric/multiplier.js';
import {
  multiplyByQuantizedMultiplier,
  type RoundingMode,
  roundingDivideByPowerOfTwo,
} from '../../numeric/rounding.js';
import { tabulate } from '../lookup/stage.js';
import { mostTableBits, type Operand } from './operands.js';

/** How a centred code becomes a term: by a factor behind a left shift, or by a right shift alone. */
export type TermScale =
  | {
      readonly kind: 'factor';
      readonly left: number;
      readonly factor: QuantizedMultiplier;
      readonly rounding: RoundingMode;
    }
  | { readonly kind: 'shift'; readonly right: number };

/** One operand's part of a sum. */
export interface Term extends Operand {
  /** 1 or -1: what the operand counts in the sum. */
  readonly sign: number;
  readonly scaling: TermScale;
  /** What a code adds to the sum. */
  addendOf(code: number): number;
  /** By element for a constant, by the code's bits for a stream that has a table; else empty. */
  readonly values: Int32Array;
  /** Of the values, and 0. */
  readonly minimum: number;
  readonly maximum: number;
}

const scaled = (centred: number, scaling: TermScale): number =>
  scaling.kind === 'shift'
    ? roundingDivideByPowerOfTwo(centred, scaling.right)
    : multiplyByQuantizedMultiplier(centred * 2 ** scaling.left, scaling.factor, scaling.rounding);

/** Whether a stream's terms come from a table of all its codes. */
export const hasTable = ({ format }: Operand): boolean => format.bits <= mostTableBits;

export const termOf = (operand: Operand, sign: number, scaling: TermScale): Term => {
  const { codes, format, zeroPoint } = operand;
  const addendOf = (code: number): number => sign * scaled(code - zeroPoint, scaling);
  const values = codes
    ? codes.map(addendOf)
    : hasTable(operand)
      ? tabulate(format, addendOf)
      : new Int32Array(0);
  // The terms of a stream rise, or fall, with the codes.
  const range = rangeOf(format);
  const all = codes ? values : [addendOf(range.minimum), addendOf(range.maximum)];
  let minimum = 0;
  let maximum = 0;
  for (const value of all) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { ...operand, sign, scaling, addendOf, values, minimum, maximum };
};

/** Bits of every value of a term. */
export const termBits = ({ minimum, maximum }: Term): number => signedBitsFor(minimum, maximum);

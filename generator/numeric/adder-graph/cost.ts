import { type Adder, type AdderGraph, type ValueRange, type Width, widthOf } from './graph.js';

/**
 * Look-up tables of an adder on a carry chain, one a bit. Bits of the left operand below the right one
 * pass by; above both operands' ends the sum repeats a table; where an unsigned operand of an addition
 * has ended the chain alone carries on.
 */
export const adderLuts = (
  left: Width,
  right: Width,
  shift: number,
  operation: Adder['operation'],
  resultBits: number,
): number => {
  const rightEnd = shift + right.bits;
  const end = Math.min(resultBits, Math.max(left.bits, rightEnd));
  if (operation === 'subtract from') return end;
  let luts = end - shift;
  if (operation === 'add') {
    if (!left.signed && left.bits < end) luts -= end - Math.max(left.bits, shift);
    else if (!right.signed && rightEnd < end) luts -= end - rightEnd;
  }
  return Math.max(0, luts);
};

export const lutsOf = (adder: Adder, ranges: readonly ValueRange[], result: ValueRange): number =>
  adderLuts(
    widthOf(ranges[adder.left] as ValueRange),
    widthOf(ranges[adder.right] as ValueRange),
    adder.shift,
    adder.operation,
    widthOf(result).bits,
  );

/** Look-up tables of the whole graph. */
export const graphLuts = ({ inputs, adders, ranges }: AdderGraph): number =>
  adders.reduce(
    (sum, adder, i) => sum + lutsOf(adder, ranges, ranges[inputs + i] as ValueRange),
    0,
  );

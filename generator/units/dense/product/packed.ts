import { isInteger, signedBitsFor } from '../../../ir/format.js';
import { valueRangeOf } from '../../../ir/values.js';
import type { ProductOptions } from './product.js';

/** Several outputs' products of one activation out of one multiplication; templates/lib/sinter_multiplier_packed.v. */
export interface Packing {
  readonly count: number;
  /** Bits of a product, and so of the step from one weight to the next in the packed operand. */
  readonly fieldBits: number;
  /** Bits of a stored weight: as it is, or less the borrow of the one below it. */
  readonly weightBits: number;
  /** Bits of the operand that the weights make. */
  readonly widthBits: number;
}

/** Undefined for one product a multiplier, and for formats that are no integers. */
export const packingOf = (
  { weightFormat, inputFormat, weights }: ProductOptions,
  count: number,
): Packing | undefined => {
  if (count === 1 || !isInteger(weightFormat) || !isInteger(inputFormat)) return undefined;
  let least = 0;
  let most = 0;
  for (const weight of weights) {
    least = Math.min(least, weight);
    most = Math.max(most, weight);
  }
  const { minimum, maximum } = valueRangeOf(inputFormat);
  const ends = [minimum, maximum].flatMap((value) => [value * least, value * most]);
  // A field that lacks 1 must not wrap either.
  const fieldBits = signedBitsFor(Math.min(0, ...ends) - 1, Math.max(0, ...ends));
  const weightBits = signedBitsFor(least - 1, most);
  return { count, fieldBits, weightBits, widthBits: (count - 1) * fieldBits + weightBits };
};

/** Stored weights of outputs that share a multiplier, lowest first: each less the borrow of the one below. */
export const packedWords = (
  { weightBits }: Packing,
  values: readonly (number | undefined)[],
): readonly number[] => {
  let borrow = 0;
  return values.map((value = 0) => {
    const digit = value - borrow;
    borrow = digit < 0 ? 1 : 0;
    return digit < 0 ? digit + 2 ** weightBits : digit;
  });
};

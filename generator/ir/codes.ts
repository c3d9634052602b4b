import { type NumberFormat, rangeOf } from './format.js';

/**
 * The codes of a tensor, row-major. Formats that fit in a signed 32-bit integer are Int32Array;
 * wider ones are BigInt64Array.
 */
export type Codes = Int32Array | BigInt64Array;

export const isWide = (format: NumberFormat): boolean => rangeOf(format).maximum > 2 ** 31 - 1;

export const allocateCodes = (format: NumberFormat, length: number): Codes =>
  isWide(format) ? new BigInt64Array(length) : new Int32Array(length);

/** The codes as Int32Array; throws when they are of a wider format (a generator's own mistake). */
export const narrow = (codes: Codes | undefined): Int32Array => {
  if (codes instanceof Int32Array) return codes;
  throw new Error('these codes are wider than 32 bits or missing');
};

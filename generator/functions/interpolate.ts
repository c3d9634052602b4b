import { rangeOf } from '../ir/format.js';
import type { Piecewise } from './datapath.js';
import type { Samples } from './samples.js';

/** Fraction bits of the stored values. */
const guardBits = 2;

/**
 * A table of the function at 2^k arguments and the chords between them. Undefined where the entries are no
 * power of two that divides the codes.
 */
export const interpolated = (
  { exact, input, output }: Samples,
  entries: number,
): Piecewise | undefined => {
  const { bits } = input.format;
  const splitBits = Math.log2(entries);
  if (!Number.isInteger(splitBits) || splitBits >= bits) return undefined;
  const offsetBits = bits - splitBits;
  const { minimum, maximum } = rangeOf(output.format);
  const guard = 2 ** guardBits;
  const last = exact.length - 1;
  const at = (i: number): number => {
    const y = exact[i * 2 ** offsetBits];
    // The end lies a code beyond the last one.
    const value = y ?? 2 * (exact[last] as number) - (exact[last - 1] as number);
    return Math.floor(Math.min(Math.max(value, minimum), maximum) * guard + 0.5);
  };
  const shift = guardBits + offsetBits;
  const values = Array.from({ length: entries + 1 }, (_, i) => at(i));
  return {
    kind: 'piecewise',
    input,
    output: output.format,
    fold: undefined,
    address: { kind: 'uniform', argumentBits: bits, offsetBits },
    ...{ offsetBits, degree: 1, shift, slopeShift: 0 },
    coefficients: [
      values.slice(0, -1).map((value) => value * 2 ** offsetBits + 2 ** (shift - 1)),
      values.slice(1).map((value, i) => value - (values[i] as number)),
    ],
  };
};

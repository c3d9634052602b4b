/**
 * flint of ANT (Guo et al., MICRO 2022): an integer near zero, a float with ever fewer bits of mantissa
 * further out, and one length of code for both. Signed: a sign bit before the flint of the other bits.
 */
export interface FlintFormat {
  readonly kind: 'flint';
  readonly bits: number;
  readonly signed: boolean;
}

/** Fewest and most bits of the magnitude: with 8, it reaches 2^14. */
export const flintBits = { minimum: 2, maximum: 8 } as const;

/** The first bit says whether leading zeros of the others are an exponent. */
const magnitude = (code: number, bits: number): number => {
  const rest = bits - 1;
  const low = code & (2 ** rest - 1);
  if (code >> rest === 0) return low;
  if (low === 0) return 2 ** (2 * rest);
  const leadingZeros = rest - (32 - Math.clz32(low));
  return (low * 2) << (2 * leadingZeros);
};

export const flintValues = ({ bits, signed }: FlintFormat): readonly number[] => {
  const own = signed ? bits - 1 : bits;
  return Array.from({ length: 2 ** bits }, (_, code) => {
    const value = magnitude(code & (2 ** own - 1), own);
    return code >> own === 1 && value !== 0 ? -value : value;
  });
};

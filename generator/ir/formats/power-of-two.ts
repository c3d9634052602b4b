/**
 * 0 and plus or minus 2^e: the top bit is the sign, the others are e + 1, or 0 for zero, with whatever sign.
 * The least magnitude is 1.
 */
export interface PowerOfTwoFormat {
  readonly kind: 'powerOfTwo';
  readonly bits: number;
}

/** Fewest and most bits: with 5, magnitudes reach 2^14. */
export const powerOfTwoBits = { minimum: 2, maximum: 5 } as const;

export const powerOfTwoValues = ({ bits }: PowerOfTwoFormat): readonly number[] =>
  Array.from({ length: 2 ** bits }, (_, code) => {
    const field = code & (2 ** (bits - 1) - 1);
    if (field === 0) return 0;
    const magnitude = 2 ** (field - 1);
    return code >> (bits - 1) === 1 ? -magnitude : magnitude;
  });

/** Code k is the k-th of a table of integers: weights that are shared, as in EIE and GOBO. */
export interface CodebookFormat {
  readonly kind: 'codebook';
  readonly bits: number;
  readonly values: readonly number[];
}

/** Fewest and most values, and the largest of them: with a sign it fills 16 bits. */
export const codebookLimits = { fewest: 2, most: 256, largest: 32_767 } as const;

/** Bits of the codes of `count` values. */
export const codebookBits = (count: number): number => {
  let bits = 1;
  while (2 ** bits < count) bits++;
  return bits;
};

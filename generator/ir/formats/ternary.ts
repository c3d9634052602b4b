/** -1, 0 and +1: bit 0 says that it is not zero, bit 1 is the sign. The word 2, a zero with a sign, is 0. */
export interface TernaryFormat {
  readonly kind: 'ternary';
  readonly bits: 2;
}

export const ternaryValues: readonly number[] = [0, 1, 0, -1];

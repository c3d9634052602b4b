/** -1 and +1, coded 0 and 1. */
export interface BinaryFormat {
  readonly kind: 'binary';
  readonly bits: 1;
}

export const binaryValues: readonly number[] = [-1, 1];

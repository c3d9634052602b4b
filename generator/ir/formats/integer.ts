/** Two's complement integer. */
export interface IntFormat {
  readonly kind: 'int';
  readonly bits: number;
}

/** Unsigned integer. */
export interface UintFormat {
  readonly kind: 'uint';
  readonly bits: number;
}

export type IntegerFormat = IntFormat | UintFormat;

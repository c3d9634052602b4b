/** What a code of `bits` bits means. Later formats (binary, powerOfTwo, ...) join this union. */
export type NumberFormat = IntFormat | UintFormat;

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

/** Codes of a format, ends included. Exact as numbers up to 53 bits; wider formats use `wideRangeOf`. */
export interface CodeRange {
  readonly minimum: number;
  readonly maximum: number;
}

export const isSigned = (format: NumberFormat): boolean => format.kind === 'int';

export const rangeOf = (format: NumberFormat): CodeRange =>
  format.kind === 'int'
    ? { minimum: -(2 ** (format.bits - 1)), maximum: 2 ** (format.bits - 1) - 1 }
    : { minimum: 0, maximum: 2 ** format.bits - 1 };

export const wideRangeOf = (format: NumberFormat): { minimum: bigint; maximum: bigint } =>
  format.kind === 'int'
    ? { minimum: -(1n << BigInt(format.bits - 1)), maximum: (1n << BigInt(format.bits - 1)) - 1n }
    : { minimum: 0n, maximum: (1n << BigInt(format.bits)) - 1n };

/** As users and messages write it: `int8`, `uint4`. */
export const formatName = (format: NumberFormat): string => `${format.kind}${format.bits}`;

export const sameFormat = (a: NumberFormat, b: NumberFormat): boolean =>
  a.kind === b.kind && a.bits === b.bits;

/** Bits of the narrowest two's complement integer that holds every value of [minimum, maximum]. */
export const signedBitsFor = (minimum: number, maximum: number): number => {
  let bits = 1;
  while (-(2 ** (bits - 1)) > minimum || 2 ** (bits - 1) - 1 < maximum) bits++;
  return bits;
};

/** Bits of the narrowest unsigned integer that holds `maximum`; at least 1. */
export const unsignedBitsFor = (maximum: number): number => {
  let bits = 1;
  while (2 ** bits - 1 < maximum) bits++;
  return bits;
};

/** Whether `value` is a whole number within the format's range. */
export const isCode = (format: NumberFormat, value: number): boolean => {
  const { minimum, maximum } = rangeOf(format);
  return Number.isInteger(value) && value >= minimum && value <= maximum;
};

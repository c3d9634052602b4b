/** A finite double as what it is: a whole number over a power of two. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Exact, whatever the double. */
export const ratioOf = (value: number): Ratio => {
  let numerator = value;
  let denominator = 1n;
  // Doubling is exact, and makes any double whole in at most 1074 steps.
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(numerator), denominator };
};

/** The least whole number that is not below a quotient; `denominator` > 0. */
export const ceilingOf = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  return numerator > quotient * denominator ? quotient + 1n : quotient;
};

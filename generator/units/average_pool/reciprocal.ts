/**
 * Division by a constant as a multiplication: floor(v / n) = floor(v * R / 2^S) for every v up to a
 * limit. Granlund and Montgomery, "Division by invariant integers using multiplication" (PLDI 1994).
 */

/** A divisor and the largest value that is divided by it. */
export interface Division {
  readonly divisor: number;
  readonly largest: number;
}

export interface Reciprocals {
  /** S, the same for all divisors. */
  readonly shift: number;
  /** R of each division, in their order. */
  readonly multipliers: readonly number[];
}

const multiplierFor = (divisor: number, shift: number): bigint =>
  ((1n << BigInt(shift)) + BigInt(divisor) - 1n) / BigInt(divisor);

/**
 * Whether R = ceil(2^S / n) is exact for v = 0 .. largest. With e = R * n - 2^S (0 <= e < n),
 * v * R / 2^S = v / n + v * e / (n * 2^S): the floor is right if and only if v * e < 2^S * (n - v mod n).
 * Of all v of a whole run of n the last is the hardest, and so is the largest of the run that is cut.
 */
export const isExactReciprocal = ({ divisor, largest }: Division, shift: number): boolean => {
  const n = BigInt(divisor);
  const power = 1n << BigInt(shift);
  const excess = multiplierFor(divisor, shift) * n - power;
  const holds = (v: bigint): boolean => v < 0n || v * excess < power * (n - (v % n));
  const limit = BigInt(largest);
  const lastWholeRun = ((limit + 1n) / n) * n - 1n;
  return holds(lastWholeRun) && holds(limit);
};

/** The smallest common shift, and with it the smallest multipliers, that are exact for all divisions. */
export const exactReciprocals = (divisions: readonly Division[]): Reciprocals => {
  let shift = 0;
  while (!divisions.every((division) => isExactReciprocal(division, shift))) shift++;
  return {
    shift,
    multipliers: divisions.map(({ divisor }) => Number(multiplierFor(divisor, shift))),
  };
};

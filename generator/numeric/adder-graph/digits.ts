/** A power of two with a sign: one digit of a constant that is not zero. */
export interface Digit {
  readonly shift: number;
  readonly negative: boolean;
}

/**
 * Canonical signed digits, lowest first: fewest non-zeros, no two of them side by side. Source: Reitwiesner,
 * Binary Arithmetic, 1960.
 */
export const canonicalDigits = (constant: number): readonly Digit[] => {
  const digits: Digit[] = [];
  let rest = constant;
  for (let shift = 0; rest !== 0; shift++) {
    if (rest % 2 !== 0) {
      // Of the two odd remainders modulo 4 the one that leaves a multiple of 4.
      const residue = ((rest % 4) + 4) % 4;
      const digit = residue === 1 ? 1 : -1;
      digits.push({ shift, negative: digit < 0 });
      rest -= digit;
    }
    rest /= 2;
  }
  return digits;
};

export const digitCount = (constant: number): number => canonicalDigits(constant).length;

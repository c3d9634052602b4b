import { pairNumbers } from './pair-numbers.js';

/** Two terms that occur together: first + or - second * 2^shift. */
export interface Pattern {
  readonly first: number;
  readonly second: number;
  readonly shift: number;
  readonly opposite: boolean;
}

/** How often each pair of terms occurs, and which pair is worth most. */
export interface PatternTable {
  readonly size: number;
  /** One more or less of a pair, whichever order it is given in. */
  count(one: number, oneNegative: boolean, other: number, otherNegative: boolean, by: number): void;
  /** The pattern with most worth * (occurrences - 1), if any occurs twice. */
  best(): Pattern | undefined;
  /** Takes a pattern out of the running: its occurrences overlap. */
  drop(pattern: Pattern): void;
  occurrences(pattern: Pattern): number;
}

/** A term's place in a row: value and shift in one number. */
export const SHIFT_BITS = 6;
export const placeOf = (value: number, shift: number): number => (value << SHIFT_BITS) | shift;
export const valueAt = (place: number): number => place >> SHIFT_BITS;
export const shiftAt = (place: number): number => place & ((1 << SHIFT_BITS) - 1);

/** `worth` of a pattern is asked once, when it is first met. */
export const patternTable = (
  worth: (first: number, second: number, shift: number) => number,
): PatternTable => {
  // Of a pattern's first value, and of second, shift and sign in one.
  const numbers = pairNumbers();
  const patterns: Pattern[] = [];
  const counts: number[] = [];
  const worths: number[] = [];
  // Patterns that occurred twice at some time, and whether each is listed.
  const listed: number[] = [];
  const isListed: boolean[] = [];

  const numberOf = (first: number, second: number, shift: number, opposite: boolean): number => {
    const number = numbers.numberOf(first, (placeOf(second, shift) << 1) | Number(opposite));
    if (number < counts.length) return number;
    patterns.push({ first, second, shift, opposite });
    counts.push(0);
    worths.push(worth(first, second, shift));
    isListed.push(false);
    return number;
  };

  const numberOfPattern = ({ first, second, shift, opposite }: Pattern): number =>
    numberOf(first, second, shift, opposite);

  return {
    get size() {
      return counts.length;
    },
    count(one, oneNegative, other, otherNegative, by) {
      const shift = shiftAt(other) - shiftAt(one);
      const opposite = oneNegative !== otherNegative;
      const forward = shift > 0 || (shift === 0 && valueAt(one) <= valueAt(other));
      const number = forward
        ? numberOf(valueAt(one), valueAt(other), shift, opposite)
        : numberOf(valueAt(other), valueAt(one), -shift, opposite);
      const occurrences = (counts[number] as number) + by;
      counts[number] = occurrences;
      if (occurrences >= 2 && !isListed[number]) {
        isListed[number] = true;
        listed.push(number);
      }
    },
    best() {
      let best = -1;
      let most = 0;
      for (let i = 0; i < listed.length; i++) {
        const number = listed[i] as number;
        const occurrences = counts[number] as number;
        if (occurrences < 2) {
          isListed[number] = false;
          listed[i] = listed[listed.length - 1] as number;
          listed.pop();
          i--;
          continue;
        }
        const gain = (occurrences - 1) * (worths[number] as number);
        if (gain > most || (gain === most && number < best)) {
          most = gain;
          best = number;
        }
      }
      return patterns[best];
    },
    drop(pattern) {
      counts[numberOfPattern(pattern)] = Number.NEGATIVE_INFINITY;
    },
    occurrences: (pattern) => counts[numberOfPattern(pattern)] as number,
  };
};

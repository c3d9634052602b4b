import type { Codes } from '../ir/codes.js';

/** How far codes are from those that they were to be. */
export interface Difference {
  /** Root mean square and largest, in codes (output LSBs). */
  readonly rootMeanSquare: number;
  readonly largest: number;
  /** Root mean square over that of the codes' own deviation from their mean: 0 equal, 1 nothing left. */
  readonly relative: number;
}

/** Over all elements of all tensors; undefined for none. */
export const differenceOf = (
  before: readonly Codes[],
  after: readonly Codes[],
): Difference | undefined => {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let lost = 0;
  let largest = 0;
  before.forEach((codes, sample) => {
    const others = after[sample] as Codes;
    for (let i = 0; i < codes.length; i++) {
      const code = Number(codes[i]);
      const difference = Math.abs(Number(others[i]) - code);
      count++;
      sum += code;
      squares += code * code;
      lost += difference * difference;
      largest = Math.max(largest, difference);
    }
  });
  if (count === 0) return undefined;
  const variance = squares / count - (sum / count) * (sum / count);
  const mean = lost / count;
  const relative = mean === 0 ? 0 : Math.sqrt(mean / Math.max(variance, Number.MIN_VALUE));
  return { rootMeanSquare: Math.sqrt(mean), largest, relative };
};

const largestIndex = (codes: ArrayLike<number | bigint>): number => {
  let best = 0;
  for (let i = 1; i < codes.length; i++)
    if ((codes[i] as number) > (codes[best] as number)) best = i;
  return best;
};

/** Share of tensors whose largest element is at the same place. */
export const agreementOf = (before: readonly Codes[], after: readonly Codes[]): number => {
  let same = 0;
  before.forEach((codes, sample) => {
    if (largestIndex(codes) === largestIndex(after[sample] as Codes)) same++;
  });
  return same / before.length;
};

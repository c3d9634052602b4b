import { rangeOf } from '../ir/format.js';
import { foldConstant } from './datapath.js';
import { argumentBits, argumentOf, type Fold } from './fold.js';
import type { Samples } from './samples.js';

/** Between which accumulators an argument's may lie; by argument, infinite where no code leads to it. */
export interface Constraints {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What doubles may be off by, in steps of the output. */
const slack = 2 ** -40;

/**
 * Every output code within `bound` steps of the exact one, as limits of the accumulator at `shift`
 * fraction bits. Undefined where there is none: a bound below what rounding takes, or a fold whose halves
 * do not agree.
 */
export const constraintsOf = (
  { exact, input, output }: Samples,
  fold: Fold | undefined,
  shift: number,
  bound: number,
): Constraints | undefined => {
  const unit = 2 ** shift;
  const slope = fold?.slopeExponent === undefined ? 0 : 2 ** (fold.slopeExponent + shift);
  if (slope !== 0 && slope < 1) return undefined;
  const size = 2 ** argumentBits(input, fold);
  const low = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const constant = fold ? foldConstant(fold, shift) : 0;
  const argument = argumentOf(input, fold);
  const { minimum } = rangeOf(input.format);
  const range = rangeOf(output.format);
  for (let i = 0; i < exact.length; i++) {
    const code = minimum + i;
    const u = argument(code);
    const y = exact[i] as number;
    const least = Math.max(range.minimum, Math.ceil(y - bound - slack)) * unit;
    const most = (Math.min(range.maximum, Math.floor(y + bound + slack)) + 1) * unit - 1;
    let from = least;
    let to = most;
    if (fold?.kind === 'magnitude' && code < input.zeroPoint) {
      const moved = constant - u * slope;
      from = fold.sign > 0 ? least - moved : moved - most;
      to = fold.sign > 0 ? most - moved : moved - least;
    }
    if (from > (low[u] as number)) low[u] = from;
    if (to < (high[u] as number)) high[u] = to;
    if ((low[u] as number) > (high[u] as number)) return undefined;
  }
  return { low, high };
};

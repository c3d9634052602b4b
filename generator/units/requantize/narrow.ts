import type { AccumulatorRange } from '../../numeric/reach.js';
import { multiplierOf, type Rescale, rescaleCode } from './rescale.js';

/**
 * A requantization as one multiplication, one addition and a shift that all channels share:
 * code = clamp((accumulator * multiplier + constant) >> shift). Bias, rounding and zero point are in the
 * constant.
 */
export interface NarrowRescale {
  readonly shift: number;
  /** Per channel. */
  readonly multipliers: readonly number[];
  readonly constants: readonly number[];
}

/** Products and sums stay exact as doubles, and no wider than two hardware multipliers. */
const largestSum = 2 ** 50;

/** Codes beyond which comparing every step of the function is not worth it. */
const mostSteps = 1024;

/** Where the exact function takes a step: the least accumulator that gives `code` or more. */
interface Step {
  readonly code: number;
  readonly at: number;
}

/** The exact function of one channel, as all that a narrower one must agree with. */
interface Staircase {
  readonly range: AccumulatorRange;
  readonly factor: number;
  readonly first: number;
  readonly last: number;
  readonly steps: readonly Step[];
}

/** Least x in (low, high] with f(x) >= code, near a guess; f rises, f(low) < code <= f(high). */
const findStep = (
  f: (x: number) => number,
  code: number,
  { low, high }: AccumulatorRange,
  guess: number,
): number => {
  const start = Math.min(Math.max(guess, low + 1), high);
  let below = low;
  let above = high;
  let stride = 1;
  // Strides that double lead from the guess to a bracket, which is then halved.
  if (f(start) >= code) {
    above = start;
    for (; above - stride > low && f(above - stride) >= code; stride *= 2) above -= stride;
    below = Math.max(low, above - stride);
  } else {
    below = start;
    for (; below + stride < high && f(below + stride) < code; stride *= 2) below += stride;
    above = Math.min(high, below + stride);
  }
  while (below + 1 < above) {
    const middle = Math.floor((below + above) / 2);
    if (f(middle) >= code) above = middle;
    else below = middle;
  }
  return above;
};

/** Undefined where the exact function does not rise steadily: a sum or a left shift that wraps. */
const staircaseOf = (
  rescale: Rescale,
  channel: number,
  bias: number,
  range: AccumulatorRange,
): Staircase | undefined => {
  const { multiplier, shift } = multiplierOf(rescale, channel);
  const reach = Math.max(Math.abs(range.low + bias), Math.abs(range.high + bias));
  if (reach * 2 ** Math.max(shift, 0) >= 2 ** 31) return undefined;
  const f = (x: number): number => rescaleCode(rescale, x + bias, channel);
  const first = f(range.low);
  const last = f(range.high);
  const factor = multiplier * 2 ** (shift - 31);
  const steps: Step[] = [];
  for (let code = first + 1; code <= last; code++) {
    const guess = Math.round((code - 0.5 - rescale.zeroPoint) / factor - bias);
    steps.push({ code, at: findStep(f, code, range, guess) });
  }
  return { range, factor, first, last, steps };
};

/** Constants c with which x * multiplier + c lies on the right side of every step; undefined for none. */
const constantFor = (
  { range, first, last, steps }: Staircase,
  { clamp }: Rescale,
  multiplier: number,
  unit: number,
): number | undefined => {
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (const { code, at } of steps) {
    least = Math.max(least, code * unit - at * multiplier);
    most = Math.min(most, code * unit - 1 - (at - 1) * multiplier);
  }
  // The ends of the range must not leave the first and the last code, unless the clamp holds them.
  if (first > clamp.minimum) least = Math.max(least, first * unit - range.low * multiplier);
  if (last < clamp.maximum) most = Math.min(most, (last + 1) * unit - 1 - range.high * multiplier);
  if (least > most) return undefined;
  const constant = Number.isFinite(least) ? least : Number.isFinite(most) ? most : first * unit;
  const size = Math.max(
    Math.abs(range.low * multiplier + constant),
    Math.abs(range.high * multiplier + constant),
    Math.abs(constant),
  );
  return size < largestSum ? constant : undefined;
};

/** Multiplier and constant of a channel at a shift; undefined where none is exact. */
const atShift = (stairs: Staircase, rescale: Rescale, shift: number) => {
  const unit = 2 ** shift;
  // A function of one code needs no product.
  const nearest = stairs.steps.length === 0 ? 0 : Math.round(stairs.factor * unit);
  for (const multiplier of [nearest, nearest + 1, nearest - 1]) {
    if (multiplier < 0) continue;
    const constant = constantFor(stairs, rescale, multiplier, unit);
    if (constant !== undefined) return { multiplier, constant };
  }
  return undefined;
};

const largestShift = 40;

/**
 * The narrowest requantization that gives the same code for every accumulator of every channel's range,
 * with one shift for all. Proved, not sampled: both functions rise, so that they agree everywhere if they
 * agree on both sides of each step of the exact one. Undefined where there is none, or the exact function
 * is no staircase of at most 1024 codes.
 */
export const narrowRescale = (
  rescale: Rescale,
  bias: readonly number[],
  ranges: readonly AccumulatorRange[],
): NarrowRescale | undefined => {
  const { clamp, accumulator } = rescale;
  if (accumulator === 'int64' || clamp.maximum - clamp.minimum > mostSteps) return undefined;
  const stairs: Staircase[] = [];
  for (let channel = 0; channel < bias.length; channel++) {
    const range = ranges[channel] as AccumulatorRange;
    const one = staircaseOf(rescale, channel, bias[channel] as number, range);
    if (!one) return undefined;
    stairs.push(one);
  }
  // Channels that fail at a shift are asked first at the next.
  let order = stairs.map((_, channel) => channel);
  for (let shift = 0; shift <= largestShift; shift++) {
    const found = new Map<number, { multiplier: number; constant: number }>();
    const failing = order.find((channel) => {
      const one = atShift(stairs[channel] as Staircase, rescale, shift);
      if (one) found.set(channel, one);
      return one === undefined;
    });
    if (failing === undefined) {
      return {
        shift,
        multipliers: stairs.map((_, channel) => found.get(channel)?.multiplier ?? 0),
        constants: stairs.map((_, channel) => found.get(channel)?.constant ?? 0),
      };
    }
    order = [failing, ...order.filter((channel) => channel !== failing)];
  }
  return undefined;
};

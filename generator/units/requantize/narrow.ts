import type { AccumulatorRange } from '../../numeric/reach.js';
import { multiplierOf, type Rescale, rescaleCode } from './rescale.js';

/**
 * A requantization as one multiplication, one addition and a shift that all channels share:
 *   code = clamp((accumulator * multiplier + constant) >> shift)
 * Bias, rounding and zero point are in the constant. Ties that go away from zero bend the exact function
 * at zero, by a part of a code: then
 *   v = accumulator * multiplier + constant;  code = clamp((v + offset - (v < 0 ? bend : 0)) >> shift)
 */
export interface NarrowRescale {
  readonly shift: number;
  /** Per channel. */
  readonly multipliers: readonly number[];
  readonly constants: readonly number[];
  /** Left out where the function does not bend. */
  readonly bends?: readonly number[];
  /** Half a code, and the zero point; 0 without bends. */
  readonly offset: number;
}

interface ChannelForm {
  readonly multiplier: number;
  readonly constant: number;
  readonly bend: number;
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
  readonly bias: number;
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
  return { range, bias, factor, first, last, steps };
};

interface Bounds {
  least: number;
  most: number;
}

const unbounded = (): Bounds => ({
  least: Number.NEGATIVE_INFINITY,
  most: Number.POSITIVE_INFINITY,
});

/** A number between bounds, both if they are there; undefined for none. */
const between = ({ least, most }: Bounds, otherwise: number): number | undefined => {
  if (least > most) return undefined;
  return Number.isFinite(least) ? least : Number.isFinite(most) ? most : otherwise;
};

/**
 * What accumulator * multiplier must be added to, to lie on the right side of every step: of those below
 * zero (an accumulator < bend point), and of the others.
 */
const boundsOf = (
  { range, first, last, steps }: Staircase,
  { clamp }: Rescale,
  multiplier: number,
  unit: number,
  bendAt: number,
): { below: Bounds; above: Bounds } => {
  const below = unbounded();
  const above = unbounded();
  const reaches = (x: number, code: number): void => {
    const side = x < bendAt ? below : above;
    side.least = Math.max(side.least, code * unit - x * multiplier);
  };
  const staysUnder = (x: number, code: number): void => {
    const side = x < bendAt ? below : above;
    side.most = Math.min(side.most, code * unit - 1 - x * multiplier);
  };
  for (const { code, at } of steps) {
    reaches(at, code);
    staysUnder(at - 1, code);
  }
  // The ends of the range must not leave the first and the last code, unless the clamp holds them.
  if (first > clamp.minimum) reaches(range.low, first);
  if (last < clamp.maximum) staysUnder(range.high, last + 1);
  return { below, above };
};

const staysExact = (
  { range }: Staircase,
  { multiplier, constant }: ChannelForm,
  offset: number,
): boolean =>
  [range.low * multiplier + constant, range.high * multiplier + constant, constant].every(
    (value) => Math.abs(value) + Math.abs(offset) < largestSum,
  );

/** Multipliers next to the exact factor; a function of one code needs no product. */
const candidates = ({ steps, factor }: Staircase, unit: number): readonly number[] => {
  if (steps.length === 0) return [0];
  const nearest = Math.round(factor * unit);
  return [nearest, nearest + 1, nearest - 1].filter((multiplier) => multiplier >= 0);
};

/** A straight line: one constant for the whole range. */
const straight = (stairs: Staircase, rescale: Rescale, unit: number): ChannelForm | undefined => {
  for (const multiplier of candidates(stairs, unit)) {
    const { above } = boundsOf(stairs, rescale, multiplier, unit, Number.NEGATIVE_INFINITY);
    const constant = between(above, stairs.first * unit);
    if (constant === undefined) continue;
    const form = { multiplier, constant, bend: 0 };
    if (staysExact(stairs, form, 0)) return form;
  }
  return undefined;
};

/** A line that bends where accumulator + bias passes zero. */
const bent = (
  stairs: Staircase,
  rescale: Rescale,
  unit: number,
  offset: number,
): ChannelForm | undefined => {
  // One code for every accumulator: there is no sign to tell sides by, and nothing to bend.
  if (stairs.steps.length === 0) {
    const form = { multiplier: 0, constant: stairs.first * unit - offset, bend: 0 };
    return staysExact(stairs, form, Math.abs(offset)) ? form : undefined;
  }
  const bendAt = -stairs.bias;
  for (const multiplier of candidates(stairs, unit)) {
    if (multiplier === 0) continue;
    const { below, above } = boundsOf(stairs, rescale, multiplier, unit, bendAt);
    // Its sign tells the side: v(bendAt) >= 0, v(bendAt - 1) < 0.
    const least = Math.max(above.least - offset, -bendAt * multiplier);
    const most = Math.min(above.most - offset, -bendAt * multiplier + multiplier - 1);
    const constant = between({ least, most }, 0);
    if (constant === undefined) continue;
    const bend = between(
      { least: Math.max(0, constant + offset - below.most), most: constant + offset - below.least },
      0,
    );
    if (bend === undefined) continue;
    const form = { multiplier, constant, bend };
    if (staysExact(stairs, form, Math.abs(offset) + bend)) return form;
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
  const found = firstShift(stairs, (one, unit) => straight(one, rescale, unit));
  if (found) return { shift: found.shift, offset: 0, ...columns(found.forms) };
  const offsetAt = (unit: number): number => rescale.zeroPoint * unit + Math.floor(unit / 2);
  const bending = firstShift(stairs, (one, unit) => bent(one, rescale, unit, offsetAt(unit)));
  if (!bending) return undefined;
  return {
    shift: bending.shift,
    offset: offsetAt(2 ** bending.shift),
    ...columns(bending.forms),
    bends: bending.forms.map(({ bend }) => bend),
  };
};

const columns = (forms: readonly ChannelForm[]) => ({
  multipliers: forms.map(({ multiplier }) => multiplier),
  constants: forms.map(({ constant }) => constant),
});

/** The least shift at which every channel has a form. */
const firstShift = (
  stairs: readonly Staircase[],
  formOf: (stairs: Staircase, unit: number) => ChannelForm | undefined,
): { shift: number; forms: readonly ChannelForm[] } | undefined => {
  // Channels that fail at a shift are asked first at the next.
  let order = stairs.map((_, channel) => channel);
  for (let shift = 0; shift <= largestShift; shift++) {
    const forms = new Map<number, ChannelForm>();
    const failing = order.find((channel) => {
      const form = formOf(stairs[channel] as Staircase, 2 ** shift);
      if (form) forms.set(channel, form);
      return form === undefined;
    });
    if (failing === undefined) {
      return { shift, forms: stairs.map((_, channel) => forms.get(channel) as ChannelForm) };
    }
    order = [failing, ...order.filter((channel) => channel !== failing)];
  }
  return undefined;
};

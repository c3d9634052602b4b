import { innerProducts } from './datapath.js';

/** Offsets of one segment, and between which accumulators each one's must lie. */
export interface Points {
  readonly offsets: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * How far a line of this slope is from its limits at best: what is left between the highest lower and the
 * lowest upper limit of its constant. Negative where it does not fit.
 */
const roomOf = (
  { offsets, low, high }: Points,
  slope: number,
): { readonly from: number; readonly to: number } => {
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  for (let i = 0; i < offsets.length; i++) {
    const at = slope * (offsets[i] as number);
    const below = (low[i] as number) - at;
    const above = (high[i] as number) - at;
    if (below > from) from = below;
    if (above < to) to = above;
  }
  return { from, to };
};

/** The whole number at which a concave function is largest, or the first met at which it is `enough`. */
const climb = (
  f: (x: number) => number,
  start: number,
  reach: number,
  enough = Number.POSITIVE_INFINITY,
): number => {
  let x = start;
  let best = f(x);
  for (let step = reach; step >= 1 && best < enough; ) {
    const up = f(x + step);
    const down = up > best ? Number.NEGATIVE_INFINITY : f(x - step);
    if (up > best || down > best) {
      x += up > best ? step : -step;
      best = Math.max(up, down);
    } else {
      step = Math.floor(step / 2);
    }
  }
  return x;
};

const powerAtLeast = (value: number): number => {
  let power = 1;
  while (power < value && power < 2 ** 40) power *= 2;
  return power;
};

/** The number of [from, to] with the most zero bits at its end: what a table stores for least. */
const roundest = (from: number, to: number): number => {
  if (from <= 0 && to >= 0) return 0;
  let power = powerAtLeast(Math.max(Math.abs(from), Math.abs(to)));
  for (; power > 1; power /= 2) {
    const value = Math.ceil(from / power) * power;
    if (value <= to) return value;
  }
  return from;
};

/** Slopes looked at beside one that fits. */
const neighbours = 8;

/** A slope, in units of 2^slopeShift, that leaves room for the constant; undefined where there is none. */
const fitSlope = (points: Points, unit: number): number | undefined => {
  const { offsets, low, high } = points;
  const last = offsets.length - 1;
  const width = (offsets[last] as number) - (offsets[0] as number);
  const room = (slope: number): number => {
    const { from, to } = roomOf(points, slope * unit);
    return to - from;
  };
  if (width === 0) return room(0) >= 0 ? 0 : undefined;
  const least = ((low[last] as number) - (high[0] as number)) / width / unit;
  const most = ((high[last] as number) - (low[0] as number)) / width / unit;
  if (Math.ceil(least) > Math.floor(most)) return undefined;
  if (least <= 0 && most >= 0 && room(0) >= 0) return 0;
  const start = Math.round((least + most) / 2);
  const slope = climb(room, start, powerAtLeast((most - least) / 2), 0);
  if (room(slope) < 0) return undefined;
  let from = slope;
  let to = slope;
  while (slope - from < neighbours && room(from - 1) >= 0) from--;
  while (to - slope < neighbours && room(to + 1) >= 0) to++;
  return roundest(from, to);
};

const fitLine = (points: Points, unit: number): readonly number[] | undefined => {
  const slope = fitSlope(points, unit);
  if (slope === undefined) return undefined;
  const { from, to } = roomOf(points, slope * unit);
  return [roundest(from, to), slope];
};

const fitConstant = (points: Points): readonly number[] | undefined => {
  const { from, to } = roomOf(points, 0);
  return from <= to ? [roundest(from, to)] : undefined;
};

/** Points that the leading coefficients are looked for with, by degree; the others follow from all. */
const fewPoints: Readonly<Record<number, number>> = { 2: 33, 3: 17 };

const thinned = ({ offsets, low, high }: Points, count: number): Points => {
  const { length } = offsets;
  if (length <= count) return { offsets, low, high };
  const at = Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
  const pick = (values: Float64Array) => Float64Array.from(at, (i) => values[i] as number);
  return { offsets: pick(offsets), low: pick(low), high: pick(high) };
};

export interface Fitting {
  readonly degree: number;
  readonly offsetBits: number;
  readonly slopeShift: number;
}

/** Points less what the coefficients above the slope give: what is left is a line. */
const without = (points: Points, tops: readonly number[], { offsetBits, slopeShift }: Fitting) => {
  const { offsets, low, high } = points;
  const unit = 2 ** slopeShift;
  const curve = offsets.map((t) => innerProducts([0, 0, ...tops], t, offsetBits) * t * unit);
  return {
    offsets,
    low: low.map((value, i) => value - (curve[i] as number)),
    high: high.map((value, i) => value - (curve[i] as number)),
  };
};

/** Room that the best line leaves, negative where none fits. */
const bestRoom = (points: Points, unit: number): number => {
  const { offsets, low, high } = points;
  const last = offsets.length - 1;
  const width = (offsets[last] as number) - (offsets[0] as number);
  const room = (slope: number): number => {
    const { from, to } = roomOf(points, slope * unit);
    return to - from;
  };
  if (width === 0) return room(0);
  const middle = (i: number) => ((low[i] as number) + (high[i] as number)) / 2;
  const start = Math.round((middle(last) - middle(0)) / width / unit);
  const reach = powerAtLeast(1 + ((high[last] as number) - (low[0] as number)) / width / unit);
  return room(climb(room, start, Math.min(reach, 64)));
};

/** What is tried around coefficients that fitted at another precision. */
const nearHint = 2;

/**
 * Coefficients above the slope, the highest last, looked for one inside the other; near those of a `hint`
 * where there is one.
 */
const fitTops = (
  points: Points,
  fitting: Fitting,
  hint: readonly number[] | undefined,
): readonly number[] => {
  const few = thinned(points, fewPoints[fitting.degree] as number);
  const unit = 2 ** fitting.slopeShift;
  const { offsets, low, high } = few;
  const span = (offsets.at(-1) as number) + 1;
  const height = high.reduce((a, b) => Math.max(a, b)) - low.reduce((a, b) => Math.min(a, b));
  const reach = hint ? nearHint : powerAtLeast((2 * height) / span / unit);
  const [secondHint = 0, thirdHint = 0] = hint ?? [];
  const roomWith = (tops: readonly number[]) => bestRoom(without(few, tops, fitting), unit);
  const second = (above: readonly number[]): number =>
    climb((c) => roomWith([c, ...above]), secondHint, reach);
  if (fitting.degree === 2) return [second([])];
  const third = climb((c) => roomWith([second([c]), c]), thirdHint, reach);
  return [second([third]), third];
};

/**
 * The coefficients c[0], c[1], ... of one segment that keep every point within its limits, or undefined.
 * Doubles hold whole numbers below 2^53 here, and are only added, multiplied, divided and compared: the
 * same on every engine. `hint`: c[2], ... that were good at another precision.
 */
export const fitSegment = (
  points: Points,
  fitting: Fitting,
  hint?: readonly number[],
): readonly number[] | undefined => {
  const unit = 2 ** fitting.slopeShift;
  if (points.offsets.length === 0) return new Array<number>(fitting.degree + 1).fill(0);
  if (fitting.degree === 0) return fitConstant(points);
  const line = fitLine(points, unit);
  if (fitting.degree === 1) return line;
  if (line) return [...line, ...new Array<number>(fitting.degree - 1).fill(0)];
  const tops = fitTops(points, fitting, hint);
  const rest = fitLine(without(points, tops, fitting), unit);
  return rest && [...rest, ...tops];
};

import type { Address } from './address.js';
import { offsetBitsOf, placeOf, segmentsOf } from './address.js';
import { type MultiplierKind, piecewiseArea } from './area.js';
import { type Constraints, constraintsOf } from './constraints.js';
import type { Piecewise } from './datapath.js';
import { fitSegment, type Points } from './fit.js';
import { argumentBits, type Fold } from './fold.js';
import type { Samples } from './samples.js';

/** How the arguments are cut into segments. */
export type Layout =
  | { readonly kind: 'uniform'; readonly segments: number }
  | { readonly kind: 'octave'; readonly splitBits: number }
  | { readonly kind: 'comparators'; readonly most: number };

export interface Shape {
  readonly samples: Samples;
  readonly fold: Fold | undefined;
  readonly layout: Layout;
  readonly degree: number;
  /** Largest distance from the exact output code that is allowed. */
  readonly bound: number;
}

interface Precision {
  readonly shift: number;
  readonly slopeShift: number;
}

const fixedAddress = ({ samples, fold, layout }: Shape): Exclude<Address, { starts: unknown }> => {
  const bits = argumentBits(samples.input, fold);
  if (layout.kind === 'octave') {
    return { kind: 'octave', argumentBits: bits, splitBits: layout.splitBits };
  }
  const segments = layout.kind === 'uniform' ? layout.segments : 1;
  return { kind: 'uniform', argumentBits: bits, offsetBits: bits - Math.log2(segments) };
};

/** Arguments by segment, in order. */
const membersOf = (address: Address): readonly (readonly number[])[] => {
  const members = Array.from({ length: segmentsOf(address) }, (): number[] => []);
  for (let u = 0; u < 2 ** address.argumentBits; u++) members[placeOf(address, u).segment]?.push(u);
  return members;
};

const pointsOf = (
  { low, high }: Constraints,
  arguments_: readonly number[],
  offsetOf: (u: number) => number,
): Points => {
  const used = arguments_.filter((u) => Number.isFinite(low[u]));
  return {
    offsets: Float64Array.from(used, offsetOf),
    low: Float64Array.from(used, (u) => low[u] as number),
    high: Float64Array.from(used, (u) => high[u] as number),
  };
};

const columnsOf = (rows: readonly (readonly number[])[], degree: number) =>
  Array.from({ length: degree + 1 }, (_, k) => rows.map((row) => row[k] as number));

const fitFixed = (
  shape: Shape,
  { shift, slopeShift }: Precision,
  constraints: Constraints,
  guide: Piecewise | undefined,
): Piecewise | undefined => {
  const { samples, fold, degree } = shape;
  const address = fixedAddress(shape);
  const offsetBits = offsetBitsOf(address);
  // Coefficients of t and its powers grow with the fraction bits of the slope.
  const scale = guide && 2 ** (shift - slopeShift - (guide.shift - guide.slopeShift));
  const hintOf = (segment: number): readonly number[] | undefined =>
    scale === undefined
      ? undefined
      : guide?.coefficients
          .slice(2)
          .map((column) => Math.round((column[segment] as number) * scale));
  const rows: (readonly number[])[] = [];
  for (const [segment, arguments_] of membersOf(address).entries()) {
    const points = pointsOf(constraints, arguments_, (u) => placeOf(address, u).offset);
    const row = fitSegment(points, { degree, offsetBits, slopeShift }, hintOf(segment));
    if (!row) return undefined;
    rows.push(row);
  }
  return {
    kind: 'piecewise',
    input: samples.input,
    output: samples.output.format,
    ...{ fold, address, offsetBits, degree, shift, slopeShift },
    coefficients: columnsOf(rows, degree),
  };
};

/** The fewest segments, each as long as it can be. */
const fitGreedy = (
  { samples, fold, degree, layout }: Shape,
  { shift, slopeShift }: Precision,
  constraints: Constraints,
): Piecewise | undefined => {
  const bits = argumentBits(samples.input, fold);
  const size = 2 ** bits;
  const most = layout.kind === 'comparators' ? layout.most : 1;
  const starts: number[] = [];
  const rows: (readonly number[])[] = [];
  const fitted = (start: number, end: number) => {
    const arguments_ = Array.from({ length: end - start }, (_, i) => start + i);
    const points = pointsOf(constraints, arguments_, (u) => u);
    return fitSegment(points, { degree, offsetBits: bits, slopeShift });
  };
  for (let start = 0; start < size; ) {
    if (starts.length === most) return undefined;
    let row = fitted(start, start + 1);
    if (!row) return undefined;
    // Strides that double lead to an end that is too far; then halves.
    let end = start + 1;
    let beyond = size + 1;
    while (beyond - end > 1) {
      const stride = beyond > size ? end - start : Math.floor((beyond - end) / 2);
      const next = Math.min(size, end + stride);
      const longer = next > end ? fitted(start, next) : undefined;
      if (longer) {
        row = longer;
        end = next;
        if (end === size) break;
      } else {
        beyond = next;
      }
    }
    starts.push(start);
    rows.push(row);
    start = end;
  }
  return {
    kind: 'piecewise',
    input: samples.input,
    output: samples.output.format,
    ...{ fold, offsetBits: bits, degree, shift, slopeShift },
    address: { kind: 'comparators', argumentBits: bits, starts },
    coefficients: columnsOf(rows, degree),
  };
};

const fitAt = (shape: Shape, precision: Precision, guide?: Piecewise): Piecewise | undefined => {
  const constraints = constraintsOf(shape.samples, shape.fold, precision.shift, shape.bound);
  if (!constraints) return undefined;
  return shape.layout.kind === 'comparators'
    ? fitGreedy(shape, precision, constraints)
    : fitFixed(shape, precision, constraints, guide);
};

/** Fraction bits from which on more change nothing but noise. */
const largestShift = (shape: Shape): number =>
  offsetBitsOf(fixedAddress(shape)) + (shape.degree > 1 ? 6 : 4);

/** At the finest precision; undefined where this shape cannot meet the bound at all. */
const finest = (shape: Shape): Piecewise | undefined =>
  fitAt(shape, { shift: shape.degree === 0 ? 0 : largestShift(shape), slopeShift: 0 });

/** More fraction bits than the fewest that do: they may allow a coarser slope. */
const moreShifts = 3;

/** The narrowest coefficients that meet the bound, by estimated area; undefined where none do. */
export const narrowest = (shape: Shape, multiplier: MultiplierKind): Piecewise | undefined => {
  if (shape.degree === 0) return fitAt(shape, { shift: 0, slopeShift: 0 });
  const most = largestShift(shape);
  const guide = finest(shape);
  if (!guide) return undefined;
  let best: { readonly design: Piecewise; readonly luts: number } | undefined;
  let first: number | undefined;
  let slopeShift = 0;
  for (let shift = 0; shift <= Math.min(most, (first ?? most) + moreShifts); shift++) {
    let design = fitAt(shape, { shift, slopeShift }, guide);
    if (!design) continue;
    first ??= shift;
    for (;;) {
      const { luts, dsps } = piecewiseArea(design, multiplier);
      const cost = luts + dspLuts * dsps;
      if (!best || cost < best.luts) best = { design, luts: cost };
      const coarser = fitAt(shape, { shift, slopeShift: slopeShift + 1 }, guide);
      // Slopes that are all zero are never too coarse.
      if (!coarser || slopeShift >= shift) break;
      design = coarser;
      slopeShift++;
    }
  }
  return best?.design;
};

/** What a DSP counts for where designs are compared. */
export const dspLuts = 100;

/** Steps in which the least bound is looked for. */
const boundStep = 2 ** -8;

/** The least bound that a shape can meet, to 1/256 step of the output; undefined above `most`. */
export const leastBound = (shape: Omit<Shape, 'bound'>, most: number): number | undefined => {
  let high = 0.5;
  while (!finest({ ...shape, bound: high })) {
    if (high > most) return undefined;
    high *= 2;
  }
  let low = high === 0.5 ? high : high / 2;
  while (high - low > boundStep) {
    const middle = (low + high) / 2;
    if (finest({ ...shape, bound: middle })) high = middle;
    else low = middle;
  }
  return high;
};

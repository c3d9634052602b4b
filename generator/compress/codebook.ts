import { codebook } from '../dsl/formats.js';
import type { CodebookFormat } from '../ir/formats/codebook.js';
import type { CovarianceOf } from './covariance.js';
import type { WeightMatrix } from './matrix.js';
import { nearestIn } from './quantize.js';

/** Largest value of a codebook: 8 bits, or 12 where so many values would be all of those. */
const largestOf = (entries: number): number => (entries <= 64 ? 127 : 2047);

/** Rounds of centres, then scales; rounds of Lloyd's algorithm in each. */
const rounds = 4;
const steps = 40;

interface Points {
  /** Rising, with sums of weights and of weighted values before each. */
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly moments: Float64Array;
}

const pointsOf = (values: Float64Array, weights: Float64Array): Points => {
  const order = Uint32Array.from(values.keys()).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const sums = new Float64Array(values.length + 1);
  const moments = new Float64Array(values.length + 1);
  order.forEach((from, i) => {
    const weight = weights[from] as number;
    sums[i + 1] = (sums[i] as number) + weight;
    moments[i + 1] = (moments[i] as number) + weight * (values[from] as number);
  });
  return { values: Float64Array.from(order, (i) => values[i] as number), weights: sums, moments };
};

/** How many points lie below. */
const countBelow = (values: Float64Array, edge: number): number => {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Lloyd's algorithm on a line: centres, rising, each the mean of the points nearest to it; one stays 0. */
const movedCentres = (points: Points, start: Float64Array, keepsZero: boolean): Float64Array => {
  const { values, weights, moments } = points;
  const centres = start.slice().sort();
  const zero = (): number =>
    centres.reduce(
      (best, centre, i) => (Math.abs(centre) < Math.abs(centres[best] as number) ? i : best),
      0,
    );
  for (let step = 0; step < steps; step++) {
    const pinned = keepsZero ? zero() : -1;
    if (pinned >= 0) centres[pinned] = 0;
    let from = 0;
    let moved = false;
    const before = centres.slice();
    for (let k = 0; k < centres.length; k++) {
      const edge = ((before[k] as number) + (before[k + 1] ?? Number.POSITIVE_INFINITY)) / 2;
      const to = countBelow(values, edge);
      const weight = (weights[to] as number) - (weights[from] as number);
      if (weight > 0 && k !== pinned) {
        const mean = ((moments[to] as number) - (moments[from] as number)) / weight;
        moved ||= mean !== before[k];
        centres[k] = mean;
      }
      from = to;
    }
    if (!moved) break;
  }
  return centres;
};

/** Points in equal parts, and a ruler over them, half the centres of each. */
const firstCentres = ({ values }: Points, entries: number): Float64Array => {
  const least = values[0] as number;
  const most = values[values.length - 1] as number;
  const half = entries >> 1;
  return Float64Array.from({ length: entries }, (_, k) =>
    k < half
      ? least + ((most - least) * (k + 0.5)) / half
      : (values[Math.floor(((k - half + 0.5) * values.length) / (entries - half))] as number),
  );
};

const largestMagnitude = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * A codebook for a layer: k-means of its weights, each over its row's scale, an error counted as much as its
 * input varies; then scales of least error for these values, and again. Values are whole numbers of 8 or 12 bits. The
 * same weights always give the same values. 0 is one of them where weights are pruned or a row is zero.
 */
export const fitCodebook = (
  { rows, columns, values }: WeightMatrix,
  entries: number,
  kept: Uint8Array,
  covarianceOf: CovarianceOf | undefined,
): CodebookFormat => {
  const largest = largestOf(entries);
  const rowOf = (row: number): Float64Array => values.subarray(row * columns, (row + 1) * columns);
  const scales = Float64Array.from({ length: rows }, (_, row) => largestMagnitude(rowOf(row)));
  const keepsZero = kept.includes(0) || scales.includes(0);
  const used = Uint32Array.from(values.keys()).filter(
    (i) => kept[i] === 1 && (scales[Math.floor(i / columns)] as number) > 0,
  );
  if (used.length === 0) return codebook([0, 1]);
  const importance = Float64Array.from(used, (i) => {
    const covariance = covarianceOf?.(Math.floor(i / columns));
    return covariance ? (covariance[(i % columns) * (columns + 1)] as number) : 1;
  });
  let centres: Float64Array = new Float64Array();
  let grid: Float64Array = new Float64Array();
  for (let round = 0; round < rounds; round++) {
    const scaleAt = (i: number): number => scales[Math.floor(i / columns)] as number;
    const points = pointsOf(
      Float64Array.from(used, (i) => (values[i] as number) / scaleAt(i)),
      importance.map((weight, n) => weight * scaleAt(used[n] as number) ** 2),
    );
    if (round === 0) centres = firstCentres(points, entries);
    centres = movedCentres(points, centres, keepsZero);
    const step = largestMagnitude(centres) / largest;
    centres = centres.map((centre) => centre / step);
    grid = Float64Array.from(new Set(centres.map(Math.round).map((value) => value + 0))).sort();
    scales.forEach((scale, row) => {
      scales[row] = scale * step;
    });
    // The scale of each row that loses least with these values.
    const nearest = nearestIn(grid);
    const mixed = new Float64Array(rows);
    const own = new Float64Array(rows);
    used.forEach((i, n) => {
      const row = Math.floor(i / columns);
      const value = values[i] as number;
      const worth = grid[nearest(value / (scales[row] as number))] as number;
      const weight = importance[n] as number;
      mixed[row] = (mixed[row] as number) + weight * worth * value;
      own[row] = (own[row] as number) + weight * worth * worth;
    });
    mixed.forEach((sum, row) => {
      if (sum > 0) scales[row] = sum / (own[row] as number);
    });
  }
  // A codebook has two values at least.
  return codebook(
    grid.length > 1 ? [...grid] : [...grid, (grid[0] as number) - 1].sort((a, b) => a - b),
  );
};

import { oliveOutliers } from '../ir/formats/olive.js';
import type { RowLimits } from './quantize.js';

/** A row of outlier-victim pairs: a scale, and the value of each weight. */
export interface PairedRow {
  readonly scale: number;
  readonly worths: Float64Array;
}

type Pair = readonly [number, number];

const largestPlain = 7;
const largestOutlier = oliveOutliers.at(-1) as number;
/** Scales tried, from the one that makes no outlier down to the one that clips none. */
const trials = 128;
const rounds = 4;

const plain = (target: number, by: number): number =>
  Math.max(-largestPlain, Math.min(largestPlain, Math.round(target) + by));

const outlier = (target: number): number => {
  let best = oliveOutliers[1] as number;
  for (const magnitude of oliveOutliers.slice(2)) {
    if (Math.abs(Math.abs(target) - magnitude) < Math.abs(Math.abs(target) - best))
      best = magnitude;
  }
  return target < 0 ? -best : best;
};

/** Pairs near a target: both plain, each as near as it gets or one off (`spread`), or one an outlier. */
const candidates = (a: number, b: number, kept: Pair, spread: number): readonly Pair[] => {
  const near = (target: number, isKept: number): readonly number[] =>
    isKept === 0
      ? [0]
      : Array.from({ length: 2 * spread + 1 }, (_, i) => plain(target, i - spread));
  const second = near(b, kept[1]);
  return [
    ...near(a, kept[0]).flatMap((one) => second.map((other): Pair => [one, other])),
    ...(kept[0] === 0 ? [] : [[outlier(a), 0] as const]),
    ...(kept[1] === 0 ? [] : [[0, outlier(b)] as const]),
  ];
};

const bestOf = (pairs: readonly Pair[], costOf: (pair: Pair) => number): Pair => {
  let best = pairs[0] as Pair;
  let least = costOf(best);
  for (const pair of pairs.slice(1)) {
    const cost = costOf(pair);
    if (cost < least) {
      least = cost;
      best = pair;
    }
  }
  return best;
};

/** Each pair the nearest that there is, its errors weighted. */
const roundPairs = (
  values: Float64Array,
  scale: number,
  kept: Uint8Array,
  weightOf: (column: number) => number,
): { readonly worths: Float64Array; readonly error: number } => {
  const worths = new Float64Array(values.length);
  let error = 0;
  for (let i = 0; i < values.length; i += 2) {
    const a = (values[i] as number) / scale;
    const b = (values[i + 1] as number) / scale;
    const costOf = ([x, y]: Pair): number =>
      (a - x) * (a - x) * weightOf(i) + (b - y) * (b - y) * weightOf(i + 1);
    const pair = bestOf(candidates(a, b, [kept[i] as number, kept[i + 1] as number], 0), costOf);
    worths.set(pair, i);
    error += costOf(pair) * scale * scale;
  }
  return { worths, error };
};

/** Goes over the pairs and gives each what leaves least of d' C d, the others as they are. */
const descend = (
  values: Float64Array,
  covariance: Float64Array,
  { kept, leastScale }: RowLimits,
  start: PairedRow,
): PairedRow => {
  const size = values.length;
  const worths = start.worths.slice();
  let { scale } = start;
  const at = (i: number, j: number): number => covariance[i * size + j] as number;
  /** C times a row. */
  const times = (vector: (j: number) => number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += at(i, j) * vector(j);
      return sum;
    });
  for (let round = 0; round < rounds; round++) {
    const gradient = times((j) => (values[j] as number) - scale * (worths[j] as number));
    let moved = false;
    for (let i = 0; i < size; i += 2) {
      const k = i + 1;
      const before: Pair = [worths[i] as number, worths[k] as number];
      const g: Pair = [(gradient[i] as number) / scale, (gradient[k] as number) / scale];
      const pairs = candidates(
        before[0] + g[0] / at(i, i),
        before[1] + g[1] / at(k, k),
        [kept[i] as number, kept[k] as number],
        1,
      );
      const [a, b] = bestOf([before, ...pairs], ([x, y]) => {
        const u = x - before[0];
        const v = y - before[1];
        return (
          at(i, i) * u * u + 2 * at(i, k) * u * v + at(k, k) * v * v - 2 * (g[0] * u + g[1] * v)
        );
      });
      const [u, v] = [scale * (a - before[0]), scale * (b - before[1])];
      if (u === 0 && v === 0) continue;
      worths.set([a, b], i);
      moved = true;
      for (let j = 0; j < size; j++) {
        gradient[j] = (gradient[j] as number) - u * at(i, j) - v * at(k, j);
      }
    }
    if (!moved) break;
    const spread = times((j) => worths[j] as number);
    let mixed = 0;
    let own = 0;
    worths.forEach((worth, i) => {
      mixed += (values[i] as number) * (spread[i] as number);
      own += worth * (spread[i] as number);
    });
    if (mixed > 0 && own > 0) scale = Math.max(leastScale, mixed / own);
  }
  return { scale, worths };
};

/**
 * A row of real values as outlier-victim pairs of neighbours: the scale of least squared error among those
 * from no outlier to all within reach, each pair the nearest; with the covariance of its inputs
 * the pairs that change the row's outputs least. Pruned weights are zero.
 */
export const quantizePairs = (
  values: Float64Array,
  limits: RowLimits,
  covariance: Float64Array | undefined,
): PairedRow => {
  const { kept, leastScale } = limits;
  const size = values.length;
  let largest = 0;
  values.forEach((value, i) => {
    if (kept[i] === 1) largest = Math.max(largest, Math.abs(value));
  });
  if (largest === 0) return { scale: limits.scaleOfZeros, worths: new Float64Array(size) };
  const weightOf = (i: number): number => (covariance ? (covariance[i * size + i] as number) : 1);
  const highest = (1.02 * largest) / largestPlain;
  const ratio = largestPlain / largestOutlier;
  let scale = Math.max(leastScale, highest);
  let best = roundPairs(values, scale, kept, weightOf);
  for (let trial = 1; trial <= trials; trial++) {
    // Each step the same share: from `highest` down to `ratio` of it.
    const tried = Math.max(leastScale, highest * Math.exp((Math.log(ratio) * trial) / trials));
    const rounded = roundPairs(values, tried, kept, weightOf);
    if (rounded.error < best.error) {
      best = rounded;
      scale = tried;
    }
  }
  let mixed = 0;
  let own = 0;
  best.worths.forEach((worth, i) => {
    mixed += worth * (values[i] as number) * weightOf(i);
    own += worth * worth * weightOf(i);
  });
  if (mixed > 0) scale = Math.max(leastScale, mixed / own);
  const start = { scale, worths: roundPairs(values, scale, kept, weightOf).worths };
  return covariance ? descend(values, covariance, limits, start) : start;
};

import type { CovarianceOf } from './covariance.js';
import type { Sparsity } from './encoding.js';
import type { WeightMatrix } from './matrix.js';

/** What a weight is worth: its magnitude, times the deviation of its input where that is known. */
type Importance = (index: number) => number;

const keepLargest = (
  indices: readonly number[],
  count: number,
  importance: Importance,
  kept: Uint8Array,
): void => {
  const sorted = [...indices].sort((a, b) => importance(b) - importance(a) || a - b);
  for (const index of sorted.slice(0, count)) kept[index] = 1;
};

/** Groups of `m` inputs that follow each other, a tap's channels apart from the next tap's. */
const keepGroups = (
  { rows, columns, channels }: WeightMatrix,
  { n, m }: { readonly n: number; readonly m: number },
  importance: Importance,
  kept: Uint8Array,
): void => {
  for (let row = 0; row < rows; row++) {
    for (let tap = 0; tap < columns; tap += channels) {
      for (let group = 0; group < channels; group += m) {
        const size = Math.min(m, channels - group);
        const first = row * columns + tap + group;
        keepLargest(
          Array.from({ length: size }, (_, i) => first + i),
          n,
          importance,
          kept,
        );
      }
    }
  }
};

/**
 * Magnitude pruning: 1 for every weight (rows x columns) that stays. With a covariance
 * of the inputs, magnitudes count times their inputs' deviation (as Wanda, arXiv:2306.11695). Layers whose outputs
 * have an input each stay dense.
 */
export const keptWeights = (
  matrix: WeightMatrix,
  sparsity: Sparsity,
  covarianceOf: CovarianceOf | undefined,
): Uint8Array => {
  const { values, columns, channels } = matrix;
  const kept = new Uint8Array(values.length);
  if (sparsity.kind === 'dense' || channels === 0) return kept.fill(1);
  const importance: Importance = (index) => {
    const magnitude = Math.abs(values[index] as number);
    const column = index % columns;
    const covariance = covarianceOf?.(Math.floor(index / columns));
    if (!covariance) return magnitude;
    return magnitude * Math.sqrt(covariance[column * (columns + 1)] as number);
  };
  if (sparsity.kind === 'nm') keepGroups(matrix, sparsity, importance, kept);
  else {
    const count = values.length - Math.round(values.length * sparsity.zeros);
    keepLargest([...values.keys()], count, importance, kept);
  }
  return kept;
};

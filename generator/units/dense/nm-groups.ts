import type { Problem } from '../../error.js';
import { type NmSparsity, sparsityName } from '../../ir/sparsity.js';

/** A weight that is kept, and where in its group it stands. */
export interface KeptWeight {
  readonly weight: number;
  readonly place: number;
}

/**
 * The `n` weights of a group of `m` that are kept, by rising place: all that are not zero, and zeros
 * from the start until there are n. So the k-th of them stands at place k to k + m - n, and its
 * multiplexer chooses among m - n + 1 activations instead of m.
 */
export const keptWeights = (
  group: ArrayLike<number>,
  { n, m }: NmSparsity,
): readonly KeptWeight[] => {
  const weightAt = (place: number): number => group[place] ?? 0;
  const places = Array.from({ length: m }, (_, place) => place);
  const zeros = places.filter((place) => weightAt(place) === 0);
  const nonZeros = places.filter((place) => weightAt(place) !== 0);
  return [...nonZeros, ...zeros.slice(0, n - nonZeros.length)]
    .sort((a, b) => a - b)
    .map((place) => ({ weight: weightAt(place), place }));
};

/** What is wrong with weights [outputs, inputs] that are to be n:m: the first group with too many. */
export const groupProblems = (
  weights: Int32Array,
  inputs: number,
  sparsity: NmSparsity,
  place: string,
): readonly Problem[] => {
  const { n, m } = sparsity;
  for (let row = 0; row < weights.length / inputs; row++) {
    for (let first = 0; first < inputs; first += m) {
      const end = Math.min(first + m, inputs);
      let count = 0;
      for (let i = first; i < end; i++) if (weights[row * inputs + i] !== 0) count++;
      if (count <= n) continue;
      return [
        {
          code: 'E_PARAMETER',
          place: `${place}.sparsity`,
          reason: `asks for ${sparsityName(sparsity)}, row ${row} has ${count} weights other than zero in group ${first / m} (inputs ${first} to ${end - 1})`,
          hint: 'prune the weights, or leave sparsity away',
        },
      ];
    }
  }
  return [];
};

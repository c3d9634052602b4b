import { counts } from '../softmax/golden.js';
import type { ThresholdMaskSpec } from './spec.js';

/** Whether each element's exponential is at least `threshold` of the largest in its row. */
export const thresholdMaskReference = (
  spec: ThresholdMaskSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('threshold_mask has one input');
  const { row, rows, parameters } = spec;
  const { threshold, beta } = parameters;
  const mask = new Float64Array(x.length);
  for (let r = 0; r < rows; r++) {
    const values = x.subarray(r * row, (r + 1) * row);
    const largest = Math.max(...values.filter((_, column) => counts(spec, r, column)));
    values.forEach((value, column) => {
      const share = Math.exp(beta * (value - largest));
      if (counts(spec, r, column) && share >= threshold) mask[r * row + column] = 1;
    });
  }
  return mask;
};

import { type Codes, narrow } from '../../ir/codes.js';
import { counts } from '../softmax/golden.js';
import type { ThresholdMaskSpec } from './spec.js';

/** 1 for elements that count and are at most `limit` below the largest of those in their row. */
export const thresholdMaskGolden = (spec: ThresholdMaskSpec, [input]: readonly Codes[]): Codes => {
  const x = narrow(input);
  const { row, rows, limit } = spec;
  const mask = new Int32Array(x.length);
  for (let r = 0; r < rows; r++) {
    const codes = x.subarray(r * row, (r + 1) * row);
    const largest = codes
      .filter((_, column) => counts(spec, r, column))
      .reduce((a, b) => Math.max(a, b));
    codes.forEach((code, column) => {
      if (counts(spec, r, column) && largest - code <= limit) mask[r * row + column] = 1;
    });
  }
  return mask;
};

import { type Codes, narrow } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { forEachWindow } from '../max_pool/pooling.js';
import type { AveragePoolSpec } from './spec.js';

/** sum / count, rounded half away from zero: C's (sum +- count / 2) / count. */
export const roundedQuotient = (sum: number, count: number): number => {
  const half = Math.floor(count / 2);
  return sum > 0 ? Math.floor((sum + half) / count) : -Math.floor((half - sum) / count);
};

/**
 * Mean of the raw codes of each window's cells in the image, clamped; zero points are not removed.
 * TFLite `reference_integer_ops::AveragePool`.
 */
export const averagePoolGolden = (spec: AveragePoolSpec, [input]: readonly Codes[]): Codes => {
  const y = new Int32Array(elementsOf(spec.output));
  forEachWindow(spec, narrow(input), (cells, index) => {
    let sum = 0;
    for (const cell of cells) sum += cell;
    y[index] = clampTo(roundedQuotient(sum, cells.length), spec.clamp);
  });
  return y;
};

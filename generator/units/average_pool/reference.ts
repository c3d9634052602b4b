import { elementsOf } from '../../ir/stream.js';
import { forEachWindow } from '../max_pool/pooling.js';
import { clampReal } from '../real.js';
import type { AveragePoolSpec } from './spec.js';

/** Real-valued mean of each window's cells in the image, clamped by the activation. */
export const averagePoolReference = (
  spec: AveragePoolSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('average_pool has one input');
  const y = new Float64Array(elementsOf(spec.output));
  forEachWindow(spec, x, (cells, index) => {
    const mean = cells.reduce((a, b) => a + b) / cells.length;
    y[index] = clampReal(spec.parameters.activation, mean);
  });
  return y;
};

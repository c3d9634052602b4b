import { elementsOf } from '../../ir/stream.js';
import { clampReal } from '../real.js';
import { forEachWindow } from './pooling.js';
import type { MaxPoolSpec } from './spec.js';

/** Largest real value of each window's cells in the image, clamped by the activation. */
export const maxPoolReference = (spec: MaxPoolSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('max_pool has one input');
  const y = new Float64Array(elementsOf(spec.output));
  forEachWindow(spec, x, (cells, index) => {
    const largest = cells.reduce((a, b) => Math.max(a, b));
    y[index] = clampReal(spec.parameters.activation, largest);
  });
  return y;
};

import { elementsOf } from '../../ir/stream.js';
import { forEachSum } from './golden.js';
import type { MeanSpec } from './spec.js';

/** Real-valued mean. */
export const meanReference = (spec: MeanSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('mean has one input');
  const y = new Float64Array(elementsOf(spec.output));
  forEachSum(spec, x, (index, sum) => {
    y[index] = sum / spec.count;
  });
  return y;
};

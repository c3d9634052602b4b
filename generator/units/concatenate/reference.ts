import { elementsOf } from '../../ir/stream.js';
import { forEachBlock } from './golden.js';
import type { ConcatenateSpec } from './spec.js';

/** The same values: nothing is rescaled. */
export const concatenateReference = (
  spec: ConcatenateSpec,
  inputs: readonly Float64Array[],
): Float64Array => {
  const y = new Float64Array(elementsOf(spec.output));
  forEachBlock(spec, (input, from, to, length) => {
    const x = inputs[input];
    if (x) y.set(x.subarray(from, from + length), to);
  });
  return y;
};

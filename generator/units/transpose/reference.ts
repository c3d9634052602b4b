import { sources } from './golden.js';
import type { TransposeSpec } from './spec.js';

/** The same values in another order. */
export const transposeReference = (
  spec: TransposeSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('transpose has one input');
  return Float64Array.from(sources(spec), (i) => x[i] as number);
};

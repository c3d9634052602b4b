import { sources } from './golden.js';
import type { SliceSpec } from './spec.js';

/** The same values: nothing is rescaled. */
export const sliceReference = (spec: SliceSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('slice has one input');
  return Float64Array.from(sources(spec), (i) => x[i] as number);
};

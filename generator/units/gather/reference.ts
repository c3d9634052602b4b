import { sources } from './golden.js';
import type { GatherSpec } from './spec.js';

/** The same rows of real values; indices are worth their scale times a row's number. */
export const gatherReference = (
  spec: GatherSpec,
  [data, indices]: readonly Float64Array[],
): Float64Array => {
  if (!data || !indices) throw new Error('gather has two inputs');
  const { scale } = spec.inputs[1] ?? spec.output;
  const rows = Array.from(indices, (value) => Math.round(value / scale));
  return Float64Array.from(sources(spec, rows), (i) => data[i] as number);
};

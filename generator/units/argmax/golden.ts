import { type Codes, narrow } from '../../ir/codes.js';
import type { ArgmaxSpec } from './spec.js';

/** Position of the largest value, the lowest of equals. */
const largestAt = (values: Int32Array | Float64Array): number => {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) > (values[best] as number)) best = i;
  }
  return best;
};

const perRow = ({ row, rows }: ArgmaxSpec, x: Int32Array | Float64Array): readonly number[] =>
  Array.from({ length: rows }, (_, r) => largestAt(x.subarray(r * row, (r + 1) * row)));

export const argmaxGolden = (spec: ArgmaxSpec, [input]: readonly Codes[]): Codes =>
  Int32Array.from(perRow(spec, narrow(input)));

/** The same of real values. */
export const argmaxReference = (spec: ArgmaxSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('argmax has one input');
  return Float64Array.from(perRow(spec, x));
};

import { type Codes, narrow } from '../../ir/codes.js';
import type { TopKSpec } from './spec.js';

/** Positions of a row's k largest values, the largest first, the lowest position first of equals. */
const largest = (values: Int32Array | Float64Array, k: number): readonly number[] =>
  Array.from(values.keys())
    .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    .slice(0, k);

const results = (
  { k, row, rows, indices, inOrder }: TopKSpec,
  x: Int32Array | Float64Array,
): readonly number[] =>
  Array.from({ length: rows }, (_, r) => {
    const values = x.subarray(r * row, (r + 1) * row);
    const found = largest(values, k);
    const ordered = inOrder ? found.toSorted((a, b) => a - b) : found;
    return ordered.map((i) => (indices ? i : (values[i] as number)));
  }).flat();

export const topKGolden = (spec: TopKSpec, [input]: readonly Codes[]): Codes =>
  Int32Array.from(results(spec, narrow(input)));

/** The same of real values. */
export const topKReference = (spec: TopKSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('top_k has one input');
  return Float64Array.from(results(spec, x));
};

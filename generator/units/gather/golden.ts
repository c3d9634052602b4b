import { type Codes, narrow } from '../../ir/codes.js';
import type { GatherSpec } from './spec.js';

/** Where the elements of the result stand in the data: an index outside is the nearest row's. */
export const sources = ({ rows, row }: GatherSpec, indices: Iterable<number>): readonly number[] =>
  Array.from(indices, (index) => Math.min(rows - 1, Math.max(0, index))).flatMap((chosen) =>
    Array.from({ length: row }, (_, i) => chosen * row + i),
  );

/** TFLite `reference_ops::Gather` along axis 0, which refuses what is clamped here. */
export const gatherGolden = (spec: GatherSpec, [data, indices]: readonly Codes[]): Codes => {
  if (!data) throw new Error('gather has two inputs');
  const from = sources(spec, narrow(indices));
  return data instanceof Int32Array
    ? Int32Array.from(from, (i) => data[i] as number)
    : BigInt64Array.from(from, (i) => data[i] as bigint);
};

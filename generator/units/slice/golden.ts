import type { Codes } from '../../ir/codes.js';
import { odometer } from '../../stream/odometer.js';
import type { SliceSpec } from './spec.js';

/** For each element of the output, the input's element that it is. */
export const sources = ({ part }: SliceSpec): readonly number[] => {
  const axes = part.toReversed();
  const strides = axes.map((_, axis) =>
    axes.slice(0, axis).reduce((product, { size }) => product * size, 1),
  );
  const found: number[] = [];
  odometer(
    axes.map(({ count }) => count),
    (position) => {
      const index = axes.reduce(
        (sum, { first, stride }, axis) =>
          sum + (first + stride * (position[axis] as number)) * (strides[axis] as number),
        0,
      );
      found.push(index);
    },
  );
  return found;
};

/** The elements of a part. TFLite `reference_ops::StridedSlice`, `Split`. */
export const sliceGolden = (spec: SliceSpec, [input]: readonly Codes[]): Codes => {
  if (!input) throw new Error('slice has one input');
  const from = sources(spec);
  return input instanceof Int32Array
    ? Int32Array.from(from, (i) => input[i] as number)
    : BigInt64Array.from(from, (i) => input[i] as bigint);
};

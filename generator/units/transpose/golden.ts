import type { Codes } from '../../ir/codes.js';
import { sizeOf } from '../../ir/tensor.js';
import { odometer } from '../../stream/odometer.js';
import type { TransposeSpec } from './spec.js';

/** For each element of the output, the input's element that it is. */
export const sources = ({ inputs, permutation }: TransposeSpec): readonly number[] => {
  const shape = inputs[0]?.shape ?? [];
  const axes = permutation
    .toReversed()
    .map((axis) => ({ size: shape[axis] as number, distance: sizeOf(shape.slice(axis + 1)) }));
  const found: number[] = [];
  odometer(
    axes.map(({ size }) => size),
    (position) => {
      found.push(
        axes.reduce((sum, { distance }, axis) => sum + distance * (position[axis] as number), 0),
      );
    },
  );
  return found;
};

/** The elements in the order of the output's axes. TFLite `reference_ops::Transpose`. */
export const transposeGolden = (spec: TransposeSpec, [input]: readonly Codes[]): Codes => {
  if (!input) throw new Error('transpose has one input');
  const from = sources(spec);
  return input instanceof Int32Array
    ? Int32Array.from(from, (i) => input[i] as number)
    : BigInt64Array.from(from, (i) => input[i] as bigint);
};

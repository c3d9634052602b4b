import type { WrittenField, WrittenModel, WrittenTensor } from './tflite-writer.js';

/** Tiny sound models of the operators that move elements, and of MEAN. */

const quantization = { scales: [0.5], zeroPoints: [-3] };

const activation = (name: string, shape: readonly number[]): WrittenTensor => ({
  name,
  shape,
  ...quantization,
});

const numbers = (name: string, shape: readonly number[], data: readonly number[]) => ({
  name,
  shape,
  type: 2,
  data,
});

interface Operator {
  readonly builtin: number;
  readonly union?: number;
  readonly options?: readonly WrittenField[];
}

/** One operator of one input `x`, one output `y` and constants behind it. */
const single = (
  operator: Operator,
  from: readonly number[],
  to: readonly number[],
  constants: readonly WrittenTensor[],
): WrittenModel => ({
  tensors: [activation('x', from), activation('y', to), ...constants],
  inputs: [0],
  outputs: [1],
  operators: [{ ...operator, inputs: [0, ...constants.map((_, i) => i + 2)], outputs: [1] }],
});

/** PAD, one row above and below, two columns behind. */
export const padModel: WrittenModel = single(
  { builtin: 34 },
  [1, 3, 4, 2],
  [1, 5, 6, 2],
  [numbers('paddings', [4, 2], [0, 0, 1, 1, 0, 2, 0, 0])],
);

/** PADV2 with code 7. */
export const padV2Model: WrittenModel = single(
  { builtin: 60 },
  [1, 4],
  [1, 5],
  [
    numbers('paddings', [2, 2], [0, 0, 0, 1]),
    { name: 'value', shape: [], data: [7], ...quantization },
  ],
);

/** MEAN over axes 1 and -2 of an image. */
export const meanModel = (keepDims: boolean): WrittenModel =>
  single(
    { builtin: 40, union: 27, options: [[0, 'int8', keepDims ? 1 : 0]] },
    [1, 3, 4, 2],
    keepDims ? [1, 1, 1, 2] : [1, 2],
    [numbers('axes', [2], [1, -2])],
  );

/** CONCATENATION of two images along their channels. */
export const concatenationModel: WrittenModel = {
  tensors: [
    activation('a', [1, 2, 2, 3]),
    activation('b', [1, 2, 2, 1]),
    activation('y', [1, 2, 2, 4]),
  ],
  inputs: [0, 1],
  outputs: [2],
  operators: [{ builtin: 2, union: 10, options: [[0, 'int32', -1]], inputs: [0, 1], outputs: [2] }],
};

/** STRIDED_SLICE [:, 1:-1, 0::2, 1] of an image: masks of axis 0, the end of axis 2, axis 3 shrunk. */
export const stridedSliceModel: WrittenModel = single(
  {
    builtin: 45,
    union: 32,
    options: [
      [0, 'int32', 0b0001],
      [1, 'int32', 0b0101],
      [4, 'int32', 0b1000],
    ],
  },
  [1, 5, 4, 3],
  [1, 3, 2],
  [
    numbers('begin', [4], [0, 1, 0, 1]),
    numbers('end', [4], [0, -1, 0, 0]),
    numbers('strides', [4], [1, 1, 2, 1]),
  ],
);

/** SLICE, the last two of five columns. */
export const sliceModel: WrittenModel = single(
  { builtin: 65 },
  [1, 2, 5],
  [1, 2, 2],
  [numbers('begin', [3], [0, 0, 3]), numbers('size', [3], [1, -1, 2])],
);

/** SPLIT of 6 channels into three, of which the model gives the first and the last. */
export const splitModel: WrittenModel = {
  tensors: [
    activation('x', [1, 2, 6]),
    numbers('axis', [], [-1]),
    activation('first', [1, 2, 2]),
    activation('second', [1, 2, 2]),
    activation('third', [1, 2, 2]),
  ],
  inputs: [0],
  outputs: [2, 4],
  operators: [{ builtin: 49, inputs: [1, 0], outputs: [2, 3, 4] }],
};

/** SPLIT_V of the last axis into 1, what is left, and 2; the second part is not read. */
export const splitVModel: WrittenModel = {
  tensors: [
    activation('x', [1, 2, 6]),
    numbers('sizes', [3], [1, -1, 2]),
    numbers('axis', [], [2]),
    activation('first', [1, 2, 1]),
    activation('second', [1, 2, 3]),
    activation('third', [1, 2, 2]),
  ],
  inputs: [0],
  outputs: [3, 5],
  operators: [{ builtin: 102, union: 79, options: [], inputs: [0, 1, 2], outputs: [3, 4, 5] }],
};

/** UNPACK of the rows, without their axis; the second of three is not read. */
export const unpackModel: WrittenModel = {
  tensors: [
    activation('x', [1, 3, 2]),
    activation('first', [1, 2]),
    activation('second', [1, 2]),
    activation('third', [1, 2]),
  ],
  inputs: [0],
  outputs: [1, 3],
  operators: [
    {
      builtin: 88,
      union: 64,
      options: [
        [0, 'int32', 3],
        [1, 'int32', -2],
      ],
      inputs: [0],
      outputs: [1, 2, 3],
    },
  ],
};

/** PACK of two rows along a new axis. */
export const packModel = (axis: number, to: readonly number[]): WrittenModel => ({
  tensors: [activation('a', [1, 3]), activation('b', [1, 3]), activation('y', to)],
  inputs: [0, 1],
  outputs: [2],
  operators: [
    {
      builtin: 83,
      union: 59,
      options: [
        [0, 'int32', 2],
        [1, 'int32', axis],
      ],
      inputs: [0, 1],
      outputs: [2],
    },
  ],
});

/** TRANSPOSE of an image to channels first. */
export const transposeModel: WrittenModel = single(
  { builtin: 39 },
  [1, 2, 3, 4],
  [1, 4, 2, 3],
  [numbers('permutation', [4], [0, 3, 1, 2])],
);

/** ARG_MAX over the last axis, to int32 or, type 4, int64. */
export const argMaxModel = (
  from: readonly number[] = [1, 2, 5],
  to: readonly number[] = [1, 2],
  type = 2,
): WrittenModel => ({
  tensors: [activation('x', from), { name: 'y', shape: to, type }, numbers('axis', [], [-1])],
  inputs: [0],
  outputs: [1],
  operators: [{ builtin: 56, inputs: [0, 2], outputs: [1] }],
});

import {
  type WrittenModel,
  type WrittenOperator,
  type WrittenTensor,
  writeModel,
} from './tflite-writer.js';

/** Tiny sound models, one for each operator; tests bend them. */

const activation = (name: string, shape: readonly number[], scale = 0.5, zeroPoint = -3) => ({
  name,
  shape,
  scales: [scale],
  zeroPoints: [zeroPoint],
});

const counting = (length: number): readonly number[] =>
  Array.from({ length }, (_, i) => (i % 7) - 3);

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const weights = (shape: readonly number[], scales: readonly number[], dimension = 0) => ({
  name: 'weights',
  shape,
  data: counting(size(shape)),
  scales,
  dimension,
});

const bias = (channels: number): WrittenTensor => ({
  name: 'bias',
  shape: [channels],
  type: 2,
  data: counting(channels).map((value) => value * 1000),
  scales: [0.125],
});

const single = (
  operator: Pick<WrittenOperator, 'builtin' | 'union' | 'options'>,
  input: WrittenTensor,
  output: WrittenTensor,
  constants: readonly WrittenTensor[] = [],
): WrittenModel => ({
  tensors: [input, output, ...constants],
  inputs: [0],
  outputs: [1],
  operators: [{ ...operator, inputs: [0, ...constants.map((_, i) => i + 2)], outputs: [1] }],
});

/** FULLY_CONNECTED, 4 inputs, 3 outputs, RELU. */
export const denseModel: WrittenModel = single(
  { builtin: 9, union: 8, options: [[0, 'int8', 1]] },
  activation('x', [1, 4]),
  activation('y', [1, 3], 2, 5),
  [weights([3, 4], [0.25]), bias(3)],
);

/** CONV_2D, 5 x 4 x 2, 3 x 3, SAME, stride 2 x 1, RELU6. */
export const convModel: WrittenModel = single(
  {
    builtin: 3,
    union: 1,
    options: [
      [1, 'int32', 1],
      [2, 'int32', 2],
      [3, 'int8', 3],
      [4, 'int32', 1],
      [5, 'int32', 1],
    ],
  },
  activation('x', [1, 5, 4, 2]),
  activation('y', [1, 3, 4, 3], 2, 5),
  [weights([3, 3, 3, 2], [0.25, 0.5, 1]), bias(3)],
);

/** DEPTHWISE_CONV_2D, 5 x 4 x 2, 3 x 2, VALID, multiplier 2. */
export const depthwiseModel: WrittenModel = single(
  {
    builtin: 4,
    union: 2,
    options: [
      [0, 'int8', 1],
      [1, 'int32', 1],
      [2, 'int32', 1],
      [3, 'int32', 2],
      [5, 'int32', 1],
      [6, 'int32', 1],
    ],
  },
  activation('x', [1, 5, 4, 2]),
  activation('y', [1, 3, 3, 4], 2, 5),
  [weights([1, 3, 2, 4], [0.25, 0.5, 1, 2], 3), bias(4)],
);

/** AVERAGE_POOL_2D (1) or MAX_POOL_2D (17), 2 x 2, VALID. */
export const poolModel = (builtin: 1 | 17): WrittenModel =>
  single(
    {
      builtin,
      union: 5,
      options: [
        [0, 'int8', 1],
        [1, 'int32', 2],
        [2, 'int32', 2],
        [3, 'int32', 2],
        [4, 'int32', 2],
      ],
    },
    activation('x', [1, 4, 4, 3]),
    activation('y', [1, 2, 2, 3]),
  );

/** RESHAPE to [-1, 8], the shape being a constant. */
export const reshapeModel: WrittenModel = single(
  { builtin: 22 },
  activation('x', [1, 2, 2, 2]),
  activation('y', [1, 8]),
  [{ name: 'shape', shape: [2], type: 2, data: [-1, 8] }],
);

/** SOFTMAX, beta 1. */
export const softmaxModel: WrittenModel = single(
  { builtin: 25, union: 9, options: [[0, 'float32', 1]] },
  activation('x', [1, 5]),
  activation('y', [1, 5], 1 / 256, -128),
);

/** RELU (19) or RELU6 (21). */
export const reluModel = (builtin: 19 | 20 | 21): WrittenModel =>
  single({ builtin }, activation('x', [1, 5]), activation('y', [1, 5]));

/** ADD (0), MUL (18) or SUB (41) of two streams of 2 x 3, RELU. */
export const binaryModel = (builtin: 0 | 18 | 41): WrittenModel => ({
  tensors: [
    activation('a', [1, 2, 3]),
    activation('b', [1, 2, 3], 0.25, 4),
    activation('y', [1, 2, 3], 2, 5),
  ],
  inputs: [0, 1],
  outputs: [2],
  operators: [
    {
      builtin,
      union: { 0: 11, 18: 21, 41: 28 }[builtin],
      options: [[0, 'int8', 1]],
      inputs: [0, 1],
      outputs: [2],
    },
  ],
});

/** The same with a constant in place of input `position`. */
export const constantModel = (
  builtin: 0 | 18 | 41,
  position: 0 | 1,
  constant: Partial<WrittenTensor> = {},
): WrittenModel => {
  const model = binaryModel(builtin);
  const written = { shape: [3], data: [1, -2, 3], scales: [0.25], zeroPoints: [4], ...constant };
  return {
    ...model,
    tensors: model.tensors.map((tensor, i) =>
      i === position ? { name: 'constant', ...written } : tensor,
    ),
    inputs: [1 - position],
  };
};

/** LOGISTIC (14), TANH (28), LEAKY_RELU (98), QUANTIZE (114) or HARD_SWISH (117) of 5 elements. */
export const functionModel = (builtin: 14 | 28 | 47 | 54 | 98 | 111 | 114 | 117): WrittenModel => {
  const output =
    builtin === 14
      ? activation('y', [1, 5], 1 / 256, -128)
      : builtin === 28
        ? activation('y', [1, 5], 1 / 128, 0)
        : activation('y', [1, 5], 0.25, 7);
  const alpha = { union: 75, options: [[0, 'float32', 0.125]] } as const;
  return single({ builtin, ...(builtin === 98 ? alpha : {}) }, activation('x', [1, 5]), output);
};

/** Everything above that there is a unit for, in a row: conv, depthwise, pool, reshape, dense, softmax. */
export const chainModel: WrittenModel = {
  tensors: [
    activation('image', [1, 5, 4, 2]),
    activation('a', [1, 3, 4, 3], 2, 5),
    activation('b', [1, 3, 4, 3], 1, -128),
    activation('c', [1, 1, 2, 3], 1, -128),
    activation('d', [1, 6], 1, -128),
    activation('e', [1, 3], 0.5, 0),
    activation('probabilities', [1, 3], 1 / 256, -128),
    ...convModel.tensors.slice(2),
    weights([1, 3, 3, 3], [0.5, 0.5, 1], 3),
    bias(3),
    { name: 'shape', shape: [2], type: 2, data: [1, 6] },
    weights([3, 6], [0.25]),
    bias(3),
  ],
  inputs: [0],
  outputs: [6],
  operators: [
    { ...(convModel.operators[0] as WrittenOperator), inputs: [0, 7, 8], outputs: [1] },
    {
      builtin: 4,
      union: 2,
      options: [
        [1, 'int32', 1],
        [2, 'int32', 1],
        [3, 'int32', 1],
        [4, 'int8', 1],
        [5, 'int32', 1],
        [6, 'int32', 1],
      ],
      inputs: [1, 9, 10],
      outputs: [2],
    },
    { ...(poolModel(1).operators[0] as WrittenOperator), inputs: [2], outputs: [3] },
    { builtin: 22, inputs: [3, 11], outputs: [4] },
    { builtin: 9, union: 8, options: [], inputs: [4, 12, 13], outputs: [5] },
    { ...(softmaxModel.operators[0] as WrittenOperator), inputs: [5], outputs: [6] },
  ],
};

/** `model` with some of one tensor's facts replaced, as bytes. */
export const withTensor = (
  model: WrittenModel,
  index: number,
  change: Partial<WrittenTensor>,
): Uint8Array =>
  writeModel({
    ...model,
    tensors: model.tensors.map((tensor, i) => (i === index ? { ...tensor, ...change } : tensor)),
  });

/** `model` with some of one operator's facts replaced, as bytes. */
export const withOperator = (
  model: WrittenModel,
  index: number,
  change: Partial<WrittenOperator>,
): Uint8Array =>
  writeModel({
    ...model,
    operators: model.operators.map((operator, i) =>
      i === index ? { ...operator, ...change } : operator,
    ),
  });

import { describe, expect, test } from 'vitest';
import { isSinterError, type Problem } from '../../../generator/error.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { mappers } from '../../../generator/import/tflite/operators/table.js';
import {
  chainModel,
  convModel,
  denseModel,
  depthwiseModel,
  poolModel,
  reshapeModel,
  softmaxModel,
  withOperator,
  withTensor,
} from '../../support/tflite-models.js';
import { writeModel } from '../../support/tflite-writer.js';

const problemsOf = (bytes: Uint8Array): readonly Problem[] => {
  try {
    importTflite(bytes, 'm');
  } catch (error) {
    if (isSinterError(error)) return error.problems;
    throw error;
  }
  return [];
};

/** Exactly one problem; its whole message. */
const messageOf = (bytes: Uint8Array): string => {
  const problems = problemsOf(bytes);
  expect(problems.length).toBe(1);
  const [problem] = problems;
  expect(problem?.hint).toBeTruthy();
  return `${problem?.code} at ${problem?.place}: ${problem?.reason}; ${problem?.hint}`;
};

describe('the file', () => {
  const sound = writeModel(denseModel);

  test.each<[string, Uint8Array, string]>([
    ['is empty', new Uint8Array(0), 'E_MODEL at m.tflite: is no TFLite model (no TFL3 at byte 4)'],
    ['is text', Buffer.from('hello, I am a model'), 'is no TFLite model'],
    [
      'has another identifier',
      writeModel({ ...denseModel, identifier: 'TFL2' }),
      'is no TFLite model',
    ],
    [
      'has another version',
      writeModel({ ...denseModel, version: 1 }),
      'has schema version 1, needs 3',
    ],
    ['has no subgraph', writeModel({ ...denseModel, subgraphs: 0 }), 'has 0 subgraphs, needs 1'],
    [
      'has three subgraphs',
      writeModel({ ...denseModel, subgraphs: 3 }),
      'E_MODEL at m.tflite: has 3 subgraphs, needs 1; convert one signature of the model, without control flow',
    ],
    ['has no operators', writeModel({ ...denseModel, operators: [] }), 'has no operators'],
    ['has no inputs', writeModel({ ...denseModel, inputs: [] }), 'inputs: there are none'],
    ['has no outputs', writeModel({ ...denseModel, outputs: [] }), 'outputs: there are none'],
    [
      'is cut in the middle',
      sound.subarray(0, sound.length >> 1),
      'the file is damaged: copy it or convert the model again',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });

  test('refers to the same bytes over and over', () => {
    const long = { name: 'n'.repeat(20_000), shape: [1] };
    const bent = { ...denseModel, tensors: [...denseModel.tensors, long], aliases: 10_000 };
    expect(messageOf(writeModel(bent))).toContain(
      'the file refers to the same bytes over and over',
    );
    expect(problemsOf(writeModel({ ...bent, aliases: 10 }))).toEqual([]);
  });

  test('lists more tensors than any model has', () => {
    expect(messageOf(writeModel({ ...denseModel, aliases: 70_000 }))).toContain(
      'model.subgraphs[0].tensors: has 70004 entries, more than 65536',
    );
  });

  test('shares weights among more operators than its size accounts for', () => {
    const many = 3000;
    const bytes = writeModel({
      tensors: [
        ...Array.from({ length: many + 1 }, () => ({ shape: [1, 100], scales: [1] })),
        { shape: [100, 100], scales: [1], data: Array(10_000).fill(1) },
      ],
      inputs: [0],
      outputs: [many],
      operators: Array.from({ length: many }, (_, i) => ({
        builtin: 9,
        inputs: [i, many + 1],
        outputs: [i + 1],
      })),
    });
    expect(messageOf(bytes)).toContain('the file refers to the same bytes over and over');
  });
});

describe('a model that is not int8', () => {
  test('float: which tensors, and what to do', () => {
    const bytes = writeModel({
      ...denseModel,
      tensors: denseModel.tensors.map(({ name = '', shape, data }) => ({
        name,
        shape,
        type: 0,
        ...(data ? { data } : {}),
      })),
    });
    expect(messageOf(bytes)).toBe(
      "E_MODEL at m.tflite: input 0 'x', output 1 'y' are float32, needs int8; quantize the model to int8, inputs and outputs as well (full integer quantization: inference_input_type and inference_output_type int8)",
    );
  });

  test.each([
    [3, 'uint8'],
    [17, 'int4'],
    [99, 'type 99'],
  ])('element type %i', (type, name) => {
    expect(messageOf(withTensor(denseModel, 1, { type }))).toContain(
      `output 1 'y' is ${name}, needs int8; convert the model with int8 activations`,
    );
  });

  test.each<[string, Uint8Array, string]>([
    [
      'int16 weights',
      withTensor(denseModel, 2, { type: 7 }),
      "operator 0 (FULLY_CONNECTED), weights 'weights': has int16 elements, needs int8 or int4",
    ],
    [
      'an int64 bias',
      withTensor(denseModel, 3, { type: 4 }),
      "bias 'bias': has int64 elements, needs int32",
    ],
    [
      'sparse weights',
      withTensor(denseModel, 2, { isSparse: true }),
      "weights 'weights': is stored in a sparse format; convert the model with dense weights",
    ],
    [
      'a state',
      withTensor(denseModel, 0, { isVariable: true }),
      "keeps state in m.tflite: subgraph 0, tensor 0 ('x'); stateful models are not supported",
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });
});

describe('operators that there is no unit for', () => {
  test('are told all at once, by kind, with all their places', () => {
    const operators = [
      { builtin: 55, inputs: [0, 0], outputs: [2] },
      { builtin: 32, custom: 'foo\u0007', inputs: [2], outputs: [3] },
      { builtin: 55, inputs: [3, 3], outputs: [4] },
      { builtin: 133, inputs: [4], outputs: [1] },
    ];
    const tensors = Array.from({ length: 5 }, () => ({ name: 't', shape: [1, 4], scales: [1] }));
    const problems = problemsOf(writeModel({ tensors, operators, inputs: [0], outputs: [1] }));
    expect(problems.map(({ code, place, reason }) => `${code} ${place}: ${reason}`)).toEqual([
      'E_OPERATOR m.tflite: subgraph 0, operator 0 (MAXIMUM), operator 2 (MAXIMUM): MAXIMUM is not supported',
      "E_OPERATOR m.tflite: subgraph 0, operator 1 (CUSTOM 'foo_'): CUSTOM 'foo_' is not supported",
      'E_OPERATOR m.tflite: subgraph 0, operator 3 (operator 133): operator 133 is not supported',
    ]);
    expect(problems[0]?.hint).toMatch(/^supported are .*FULLY_CONNECTED/);
  });
});

describe('settings of the converter', () => {
  test.each([
    [77, 'SHAPE is not supported; convert the model with a fixed batch size of 1'],
    [114, 'QUANTIZE is not supported; convert the model with inference_input_type int8'],
    [6, 'DEQUANTIZE is not supported; convert the model with inference_output_type int8'],
  ])('that operator %i comes of', (builtin, message) => {
    if (mappers.has(builtin)) return;
    expect(messageOf(withOperator(denseModel, 0, { builtin }))).toContain(message);
  });
});

describe('shapes', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'an open axis',
      withTensor(convModel, 0, { signature: [-1, -1, 4, 2] }),
      "tensor 0 ('x'): has shape [-1, -1, 4, 2], axis 1 is not fixed; convert the model with a fixed input shape",
    ],
    [
      'an empty axis',
      withTensor(denseModel, 0, { shape: [1, 0] }),
      'has shape [1, 0], needs sizes of 1',
    ],
    [
      'a negative axis',
      withTensor(denseModel, 0, { shape: [1, -4] }),
      'has shape [1, -4], needs sizes',
    ],
    [
      'a signature of another shape',
      withTensor(denseModel, 0, { signature: [1, 5] }),
      'has shape [1, 4] and shape signature [1, 5]',
    ],
    ['no shape', withTensor(denseModel, 0, { shape: [] }), 'has no shape'],
    [
      'too many axes',
      withTensor(denseModel, 0, { shape: Array(9).fill(1) }),
      'has 9 axes, more than 8',
    ],
    [
      'a huge shape',
      withTensor(denseModel, 0, { shape: [1, 2 ** 30, 2 ** 30] }),
      'has shape [1, 1073741824, 1073741824], more than 268435456 elements',
    ],
    [
      'a batch',
      withTensor(denseModel, 0, { shape: [8, 4] }),
      "tensor 0 ('x'): is an input with a batch of 8 ([8, 4]), needs 1; convert the model with a batch size of 1",
    ],
    [
      'weights for another input',
      withTensor(denseModel, 0, { shape: [1, 6] }),
      'operator 0 (FULLY_CONNECTED): has weights for 4 inputs, its input has shape [1, 6]',
    ],
    [
      'another output of FULLY_CONNECTED',
      withTensor(denseModel, 1, { shape: [1, 5] }),
      'gives shape [1, 3], its output is declared as [1, 5]',
    ],
    [
      'another output of CONV_2D',
      withTensor(convModel, 1, { shape: [1, 2, 4, 3] }),
      "operator 0 (CONV_2D): gives shape [1, 3, 4, 3], its output 'y' is declared as [1, 2, 4, 3]",
    ],
    [
      'a grouped convolution',
      withTensor(convModel, 0, { shape: [1, 5, 4, 4] }),
      'has weights for 2 input channels, its input has 4: a grouped convolution; split it',
    ],
    [
      'an input of CONV_2D that is no image',
      withTensor(convModel, 0, { shape: [1, 40] }),
      'reads shape [1, 40], needs [1, height, width, channels]',
    ],
    [
      'weights that are no 4-D',
      withTensor(convModel, 2, { shape: [3, 18] }),
      "weights 'weights': has shape [3, 18], needs 4 axes",
    ],
    [
      'a window larger than its input',
      withTensor(depthwiseModel, 0, { shape: [1, 2, 4, 2] }),
      'its window of 3 x 2 (dilation 1 x 1) is larger than its input of 2 x 4',
    ],
    [
      'a depth multiplier that does not fit',
      withTensor(depthwiseModel, 0, { shape: [1, 5, 4, 4] }),
      'has a depth multiplier of 2 for 4 channels, its weights are for 4',
    ],
    [
      'a bias of another length',
      withTensor(denseModel, 3, { shape: [4], data: [1, 2, 3, 4] }),
      "bias 'bias': has shape [4], needs [3], one for each output channel",
    ],
    [
      'weights of another size than their data',
      withTensor(denseModel, 2, { shape: [300, 4] }),
      'holds 12 bytes, its shape [300, 4] needs 1200',
    ],
    [
      'a RESHAPE that does not fit',
      withTensor(reshapeModel, 1, { shape: [1, 9] }),
      "gives shape [1, 8], its output 'y' is declared as [1, 9]",
    ],
    [
      'a RESHAPE to what the elements do not fill',
      withTensor(reshapeModel, 2, { data: [-1, 3] }),
      'asks for shape [-1, 3], which 8 elements do not fill',
    ],
    [
      'a RESHAPE whose shape is computed',
      withOperator(reshapeModel, 0, { inputs: [0, 0] }),
      "shape 'x': has int8 elements, needs int32",
    ],
    [
      'a SQUEEZE that does more',
      withOperator(reshapeModel, 0, { builtin: 43, inputs: [0] }),
      'turns [1, 2, 2, 2] into [1, 8], only axes of size 1 may differ',
    ],
    [
      'SOFTMAX of another shape',
      withTensor(softmaxModel, 1, { shape: [1, 6] }),
      "gives shape [1, 5], its output 'y' is declared as [1, 6]",
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });
});

describe('quantization', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'none',
      withTensor(denseModel, 0, { scales: [] }),
      "tensor 0 ('x'): has no quantization (no scale); convert",
    ],
    [
      'none for weights',
      withTensor(denseModel, 2, { scales: [] }),
      "weights 'weights': has no quantization",
    ],
    ['zero', withTensor(denseModel, 0, { scales: [0] }), 'has scale 0, needs a positive number'],
    ['NaN', withTensor(denseModel, 0, { scales: [Number.NaN] }), 'has scale NaN'],
    ['infinite', withTensor(denseModel, 0, { scales: [1 / 0] }), 'has scale Infinity'],
    [
      'negative, of a channel',
      withTensor(convModel, 2, { scales: [1, -1, 1] }),
      'has scale -1 (number 1), needs a positive number',
    ],
    [
      'per channel, of an activation',
      withTensor(denseModel, 0, { scales: [1, 1, 1, 1] }),
      'has 4 scales and 1 zero points, an activation needs one of each',
    ],
    [
      'zero point beyond int8',
      withTensor(denseModel, 0, { zeroPoints: [128] }),
      'has zero point 128, needs -128 to 127',
    ],
    [
      'zero point of weights beyond int8',
      withTensor(denseModel, 2, { zeroPoints: [-129] }),
      'has zero point -129, needs -128 to 127',
    ],
    [
      'zero point of the bias',
      withTensor(denseModel, 3, { zeroPoints: [1] }),
      "bias 'bias': has a zero point other than 0",
    ],
    [
      'CONV_2D along another axis',
      withTensor(convModel, 2, { dimension: 3 }),
      'has its scales along axis 3, needs them along axis 0; quantize per output channel',
    ],
    [
      'DEPTHWISE_CONV_2D along another axis',
      withTensor(depthwiseModel, 2, { dimension: 0 }),
      'has its scales along axis 0, needs them along axis 3',
    ],
    [
      'another number of scales',
      withTensor(convModel, 2, { scales: [1, 1] }),
      'has 2 scales for 3 output channels; quantize per tensor or per output channel',
    ],
    [
      'another number of zero points',
      withTensor(convModel, 2, { zeroPoints: [0, 0] }),
      'has 2 zero points for 3 scales',
    ],
    [
      'zero points that differ',
      withTensor(convModel, 2, { zeroPoints: [0, 1, 0] }),
      'has zero points that differ between channels; quantize the weights symmetrically',
    ],
    [
      'another at the output of a pool',
      withTensor(poolModel(1), 1, { scales: [0.25] }),
      'operator 0 (AVERAGE_POOL_2D): reads scale 0.5, zero point -3 and gives scale 0.25, zero point -3: they must be equal',
    ],
    [
      'another at the output of RESHAPE',
      withTensor(reshapeModel, 1, { scales: [2] }),
      'operator 0 (RESHAPE): reads scale 0.5',
    ],
    [
      'SOFTMAX without 1/256',
      withTensor(softmaxModel, 1, { scales: [0.5] }),
      'operator 0 (SOFTMAX): gives scale 0.5, zero point -128, needs scale 0.00390625 (1/256), zero point -128',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });
});

describe('operators', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'options of another operator',
      withOperator(convModel, 0, { union: 8 }),
      'operator 0 (CONV_2D): has options of kind 8, needs Conv2DOptions (1)',
    ],
    ['no options', withOperator(convModel, 0, { union: 0 }), 'has no Conv2DOptions'],
    ['no options of a pool', withOperator(poolModel(17), 0, { union: 0 }), 'has no Pool2DOptions'],
    [
      'no stride',
      withOperator(convModel, 0, { options: [] }),
      'has stride 0 x 0, needs 1 to 4096 each way',
    ],
    [
      'no window',
      withOperator(poolModel(1), 0, {
        options: [
          [1, 'int32', 2],
          [2, 'int32', 2],
        ],
      }),
      'has a window of 0 x 0, needs 1 to 4096 each way',
    ],
    [
      'an unknown padding',
      withOperator(poolModel(1), 0, {
        options: [
          [0, 'int8', 2],
          [1, 'int32', 2],
          [2, 'int32', 2],
          [3, 'int32', 2],
          [4, 'int32', 2],
        ],
      }),
      'has padding 2, needs SAME or VALID',
    ],
    [
      'a fused TANH',
      withOperator(denseModel, 0, { options: [[0, 'int8', 4]] }),
      'has the fused activation TANH, NONE, RELU, RELU_N1_TO_1 and RELU6 are supported',
    ],
    [
      'shuffled weights',
      withOperator(denseModel, 0, { options: [[1, 'int8', 1]] }),
      'has weights in a shuffled format',
    ],
    [
      'a negative beta',
      withOperator(softmaxModel, 0, { options: [[0, 'float32', -1]] }),
      'has beta -1, needs a positive number',
    ],
    [
      'computed weights',
      withOperator(denseModel, 0, { inputs: [0, 0, 3] }),
      "weights 'x': is no constant of the file; fold what computes it into the model",
    ],
    ['no weights', withOperator(denseModel, 0, { inputs: [0, -1] }), 'has no weights'],
    [
      'a constant in place of a stream',
      withOperator(denseModel, 0, { inputs: [2, 2] }),
      'reads a constant as input 0, needs a stream',
    ],
    [
      'too many inputs',
      withOperator(denseModel, 0, { inputs: [0, 2, 3, 3] }),
      'has 4 inputs and 1 outputs, needs 2 to 3 and 1',
    ],
    [
      'a tensor beyond the last',
      withOperator(denseModel, 0, { inputs: [0, 99, 3] }),
      'refers to tensor 99, there are 4',
    ],
    [
      'a negative tensor',
      withOperator(denseModel, 0, { inputs: [-2, 2, 3] }),
      'refers to tensor -2, there are 4',
    ],
    [
      'its own output as input',
      withOperator(denseModel, 0, { inputs: [1, 2, 3] }),
      'reads tensor 1, which only operator 0 (FULLY_CONNECTED) gives',
    ],
    [
      'an input that comes later',
      withOperator(chainModel, 0, { inputs: [5, 7, 8] }),
      'operator 0 (CONV_2D): reads tensor 5, which only operator 4 (FULLY_CONNECTED) gives',
    ],
    [
      'an output that is a constant',
      withOperator(denseModel, 0, { outputs: [2] }),
      'gives tensor 2, which is a constant',
    ],
    [
      'an output that is an input',
      withOperator(denseModel, 0, { outputs: [0] }),
      'gives tensor 0, which is there already',
    ],
    [
      'a model output that nothing gives',
      writeModel({
        ...denseModel,
        tensors: [...denseModel.tensors, { shape: [1, 3] }],
        outputs: [4],
      }),
      'tensor 4: is an output that no operator gives',
    ],
    [
      'a model output that is an input',
      writeModel({ ...denseModel, outputs: [0] }),
      "tensor 0 ('x'): is an output twice, or an input as well",
    ],
    ['an input twice', writeModel({ ...denseModel, inputs: [0, 0] }), 'is an input twice'],
    [
      'an input that is a constant',
      withTensor(denseModel, 0, { data: [1, 2, 3, 4] }),
      'is an input and a constant',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message);
  });

  test('each mistake is told, what follows from it is not', () => {
    const bent = {
      ...chainModel,
      tensors: chainModel.tensors.map((tensor, i) =>
        i === 7 ? { ...tensor, dimension: 2 } : i === 12 ? { ...tensor, scales: [0] } : tensor,
      ),
    };
    const [first, ...others] = problemsOf(writeModel(bent));
    expect(first?.place).toContain('operator 0 (CONV_2D), weights');
    expect(others).toEqual([]);
  });
});

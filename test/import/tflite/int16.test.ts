import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { recordTflite } from '../../support/recording-sink.js';
import { verifyFiles } from '../../support/sabotage.js';
import {
  addInt16,
  leakyInt16,
  logisticInt16,
  meanInt16,
  mulInt16,
  powerOfTwoSum,
  subInt16,
  tanhInt16,
} from '../../support/tflite-int16.js';
import { evaluateConvolution, evaluateDense } from '../../support/tflite-layers.js';
import {
  binaryModel,
  constantModel,
  convModel,
  denseModel,
  depthwiseModel,
  functionModel,
  poolModel,
  reluModel,
  reshapeModel,
  softmaxModel,
  weights,
  withTensor,
} from '../../support/tflite-models.js';
import { changed, type Evaluate, linear, proveModel } from '../../support/tflite-proof.js';
import { type WrittenModel, type WrittenTensor, writeModel } from '../../support/tflite-writer.js';
import { softmaxRow16 } from '../../units/softmax/definition16.js';

/** Models with int16 activations and int8 weights (16x8): from the file's bytes to the Verilog. */

const int16 = { type: 7, zeroPoints: [0] };
const int32Bias = { type: 2 };
const int64Bias = { type: 4 };

/** `model` with int16 input and output, and a bias of that type. */
const wide = (
  model: WrittenModel,
  bias: Partial<WrittenTensor>,
  outputScale: number,
): WrittenModel =>
  changed(model, { 0: int16, 1: { ...int16, scales: [outputScale] }, 3: { ...bias } });

const bias = (...data: readonly number[]) => ({ ...int64Bias, data });

const withoutBias = (model: WrittenModel): WrittenModel => ({
  ...model,
  operators: model.operators.map((operator) => ({ ...operator, inputs: [0, 2] })),
});

const layers: readonly (readonly [string, WrittenModel, Evaluate])[] = [
  [
    'FULLY_CONNECTED per tensor, bias of 36 bits',
    wide(denseModel, bias(-(2 ** 18), 2 ** 35, 77), 0.5),
    evaluateDense,
  ],
  [
    'FULLY_CONNECTED per channel, factors above 1',
    changed(wide(denseModel, bias(1, -2, 3), 0.25), { 2: { scales: [0.3, 9, 0.00007] } }),
    evaluateDense,
  ],
  ['FULLY_CONNECTED, int32 bias', wide(denseModel, int32Bias, 0.7), evaluateDense],
  ['FULLY_CONNECTED, no bias', withoutBias(wide(denseModel, {}, 0.7)), evaluateDense],
  [
    'FULLY_CONNECTED, weights with a zero point',
    changed(wide(denseModel, int64Bias, 0.7), { 2: { zeroPoints: [-5] } }),
    evaluateDense,
  ],
  [
    'FULLY_CONNECTED, int4 weights',
    changed(wide(denseModel, int64Bias, 0.7), { 2: { type: 17 } }),
    evaluateDense,
  ],
  [
    'CONV_2D, bias of 38 bits',
    changed(wide(linear(convModel, 1), bias(-(2 ** 37), 9, 2 ** 16), 40), {
      2: { scales: [0.000001, 0.5, 0.9] },
    }),
    evaluateConvolution,
  ],
  [
    'CONV_2D with RELU6',
    changed(wide(convModel, bias(-(2 ** 16), 9, 2 ** 18), 0.0005), {
      2: { scales: [0.00001, 0.00002, 0.00001] },
    }),
    evaluateConvolution,
  ],
  ['CONV_2D, int32 bias', wide(linear(convModel, 1), int32Bias, 40), evaluateConvolution],
  [
    'DEPTHWISE_CONV_2D',
    wide(depthwiseModel, bias(2 ** 20, -(2 ** 18), 5, 2 ** 38), 2),
    evaluateConvolution,
  ],
];

describe('layers of int16 activations', () => {
  test.each(layers)('%s: definition, golden and Verilog agree', (_, model, evaluate) =>
    proveModel(model, evaluate),
  );

  test('have an int64 bias of numbers that no int32 holds', () => {
    const { inputs, units } = recordTflite(writeModel(wide(denseModel, bias(1, -(2 ** 40), 3), 1)));
    expect(inputs[0]).toMatchObject({ format: { kind: 'int', bits: 16 }, zeroPoint: 0 });
    expect(units[0]?.parameters).toMatchObject({
      bias: { format: { kind: 'int', bits: 64 }, data: BigInt64Array.of(1n, -(2n ** 40n), 3n) },
      output: { format: { kind: 'int', bits: 16 } },
    });
    expect(units[0]?.parameters).not.toHaveProperty('accumulator');
  });

  test('sum in int32 where the bias is int32', () => {
    const { units } = recordTflite(writeModel(wide(convModel, int32Bias, 1)));
    expect(units[0]?.parameters).toMatchObject({ accumulator: 'int32' });
  });
});

/** ADD, MUL or SUB of an int16 stream and an int16 constant, either one first. */
const withConstant = (
  builtin: 0 | 18 | 41,
  position: 0 | 1,
  scales: readonly [number, number, number],
  pot?: 0 | 1,
): WrittenModel => {
  const constant = { ...int16, scales: [scales[position]], data: [-32768, 5, 32767] };
  const model = constantModel(builtin, position, constant);
  const options = pot === undefined ? [] : [[1, 'int8', pot] as const];
  return {
    ...changed(model, {
      [1 - position]: { ...int16, scales: [scales[1 - position] as number] },
      2: { ...int16, scales: [scales[2]] },
    }),
    operators: model.operators.map((operator) => ({ ...operator, options })),
  };
};

/** A kernel of two operands on a stream and the constant. */
const evaluateWith =
  (position: 0 | 1, of: (p: number, q: number) => number): Evaluate =>
  (model, input) =>
    input.map((code, i) => {
      const c = model.tensors[position]?.data?.[i % 3] as number;
      return position === 1 ? of(code, c) : of(c, code);
    });

const f = Math.fround;
const some = [0.0004, 0.0003, 0.0005].map(f) as [number, number, number];
const powers = [2 ** -12, 2 ** -14, 2 ** -12] as const;

describe('two operands of int16', () => {
  test.each([
    ['ADD', withConstant(0, 1, some), evaluateWith(1, addInt16(...some))],
    ['SUB', withConstant(41, 0, some), evaluateWith(0, subInt16(...some))],
    ['MUL', withConstant(18, 1, [some[0], 2, 3]), evaluateWith(1, mulInt16(some[0], 2, 3))],
    [
      'ADD with a flag for powers of two that its scales are not',
      withConstant(0, 1, some, 1),
      evaluateWith(1, addInt16(...some)),
    ],
    [
      'ADD of powers of two',
      withConstant(0, 1, powers, 1),
      evaluateWith(1, powerOfTwoSum([0, 2], 1)),
    ],
    [
      'SUB of powers of two',
      withConstant(41, 0, [powers[1], powers[0], powers[2]], 1),
      evaluateWith(0, powerOfTwoSum([2, 0], -1)),
    ],
    [
      'ADD of powers of two that is not to make use of it',
      withConstant(0, 1, powers, 0),
      evaluateWith(1, addInt16(...powers)),
    ],
  ])('%s: definition, golden and Verilog agree', (_, model, evaluate) =>
    proveModel(model, evaluate),
  );

  test.each([0, 41] as const)('operator %i: the flag is set unless a file says no', (builtin) => {
    const parameters = (pot: 0 | 1 | undefined) => {
      const model = changed(binaryModel(builtin), {
        0: { ...int16, scales: [0.5] },
        1: { ...int16, scales: [0.25] },
        2: { ...int16, scales: [0.5] },
      });
      const options = pot === undefined ? [] : [[1, 'int8', pot] as const];
      const operators = model.operators.map((operator) => ({ ...operator, options }));
      return recordTflite(writeModel({ ...model, operators })).units[0]?.parameters;
    };
    expect(parameters(1)).toMatchObject({ powersOfTwo: true });
    expect(parameters(undefined)).toMatchObject({ powersOfTwo: true });
    expect(parameters(0)).not.toHaveProperty('powersOfTwo');
  });

  test('a constant of the other type is told', () => {
    const model = changed(withConstant(0, 1, some), { 1: { type: 9, data: [1, 2, 3] } });
    expect(() => recordTflite(writeModel(model))).toThrow(
      "operator 0 (ADD), operand 'constant': has int8 elements, needs int16",
    );
  });
});

/** MEAN of the rows of a 3 x 4 x 2 image. */
const meanModel: WrittenModel = {
  tensors: [
    { name: 'x', shape: [1, 3, 4, 2], ...int16, scales: [0.0007] },
    { name: 'y', shape: [1, 4, 2], ...int16, scales: [0.0003] },
    { name: 'axes', shape: [1], type: 2, data: [1] },
  ],
  inputs: [0],
  outputs: [1],
  operators: [{ builtin: 40, union: 27, options: [], inputs: [0, 2], outputs: [1] }],
};

const fixed = { ...int16, scales: [2 ** -15] };

describe('functions of an int16 code, and means', () => {
  test.each([
    ['LOGISTIC', 14, logisticInt16],
    ['TANH', 28, tanhInt16],
  ] as const)('%s: definition, golden and Verilog agree', (_, builtin, of) => {
    const scale = f(0.00051);
    const model = changed(functionModel(builtin), { 0: { ...int16, scales: [scale] }, 1: fixed });
    return proveModel(model, (__, input) => input.map(of(scale)));
  });

  test('SOFTMAX: definition, golden and Verilog agree', () => {
    const model = changed(softmaxModel, { 0: { ...int16, scales: [0.0002] }, 1: fixed });
    return proveModel(model, (_, input) => [...softmaxRow16(input, f(0.0002))]);
  });

  test('LEAKY_RELU: definition, golden and Verilog agree', () => {
    const scales = { 0: { ...int16, scales: [0.0005] }, 1: { ...int16, scales: [0.0004] } };
    const of = leakyInt16(f(0.0005), 0.125, f(0.0004));
    return proveModel(changed(functionModel(98), scales), (_, input) => input.map(of));
  });

  test('MEAN: definition, golden and Verilog agree', () => {
    const of = meanInt16(f(0.0007), f(0.0003), 3);
    return proveModel(meanModel, (_, input) =>
      Array.from({ length: 8 }, (__, i) => of([0, 8, 16].map((row) => input[row + i] as number))),
    );
  });

  test.each([
    ['LOGISTIC', functionModel(14)],
    ['TANH', functionModel(28)],
    ['SOFTMAX', softmaxModel],
  ] as const)('the output of %s is fixed', (name, given) => {
    const model = changed(given, {
      0: int16,
      1: { ...int16, scales: [2 ** -14] },
    });
    expect(() => recordTflite(writeModel(model))).toThrow(
      `operator 0 (${name}): gives scale 0.00006103515625, zero point 0, needs scale 0.000030517578125 (1/32768), zero point 0`,
    );
  });
});

describe('operators that int16 makes no difference to', () => {
  test.each([
    ['AVERAGE_POOL_2D', poolModel(1)],
    ['MAX_POOL_2D', poolModel(17)],
    ['RESHAPE', reshapeModel],
    ['RELU', reluModel(19)],
  ])('%s: Verilog equals golden', async (_, model) => {
    const bytes = writeModel(changed(model, { 0: int16, 1: int16 }));
    const compiled = compile(importTflite(bytes, 'm'));
    const inputs = stimulusFor(compiled.bound.datapath.inputs, 20, 3);
    const [result] = await verifyFiles(compiled.package.files, compiled, inputs, ['both']);
    expect(result?.mismatch).toBeUndefined();
  });

  test('a network of them, to int8 by QUANTIZE: Verilog equals golden', async () => {
    const symmetric = { type: 7, scales: [0.5] };
    const model: WrittenModel = {
      tensors: [
        { name: 'x', shape: [1, 4, 4, 2], ...symmetric },
        { name: 'a', shape: [1, 4, 4, 3], ...symmetric },
        { name: 'b', shape: [1, 2, 2, 3], ...symmetric },
        { name: 'c', shape: [1, 12], ...symmetric },
        { name: 'd', shape: [1, 4], type: 7, scales: [3] },
        { name: 'y', shape: [1, 4], scales: [900], zeroPoints: [-20] },
        weights([3, 3, 3, 2], [0.25, 0.1, 0.3]),
        { name: 'bias', shape: [3], data: [2 ** 33, -5, 6], ...int64Bias, scales: [1] },
        { name: 'shape', shape: [2], type: 2, data: [1, 12] },
        weights([4, 12], [0.1]),
      ],
      inputs: [0],
      outputs: [5],
      operators: [
        {
          ...{ builtin: 3, union: 1, inputs: [0, 6, 7], outputs: [1] },
          options: [
            [1, 'int32', 1],
            [2, 'int32', 1],
          ],
        },
        { ...poolModel(1).operators[0]!, inputs: [1], outputs: [2] },
        { builtin: 22, inputs: [2, 8], outputs: [3] },
        { builtin: 9, union: 8, options: [], inputs: [3, 9], outputs: [4] },
        { builtin: 114, inputs: [4], outputs: [5] },
      ],
    };
    const compiled = compile(importTflite(writeModel(model), 'm'));
    const inputs = stimulusFor(compiled.bound.datapath.inputs, 20, 3);
    const results = await verifyFiles(compiled.package.files, compiled, inputs, ['none', 'both']);
    expect(results.map(({ mismatch }) => mismatch)).toEqual([undefined, undefined]);
  });
});

describe('what is refused of int16', () => {
  test.each([['HARD_SWISH', changed(functionModel(117), { 0: int16, 1: int16 })]])(
    'is %s',
    (name, model) => {
      expect(() => recordTflite(writeModel(model))).toThrow(
        `E_OPERATOR at m.tflite: subgraph 0, operator 0 (${name}): ${name} of int16 activations is not supported: TFLite has no kernel for it; convert the model with int8 activations (full integer quantization)`,
      );
    },
  );

  test.each([
    [
      'an operator between both types',
      withTensor(denseModel, 0, int16),
      'operator 0 (FULLY_CONNECTED): has int8 and int16 activations, needs one type',
    ],
    [
      'a zero point',
      withTensor(wide(denseModel, int64Bias, 1), 0, { zeroPoints: [3] }),
      'has zero point 3, an int16 activation needs 0; quantize int16 activations symmetrically',
    ],
    [
      'a depthwise int32 bias',
      writeModel(wide(depthwiseModel, int32Bias, 1)),
      "bias 'bias': has int32 elements, needs int64",
    ],
    [
      'a float bias',
      withTensor(wide(denseModel, int64Bias, 1), 3, { type: 0 }),
      "bias 'bias': has float32 elements, needs int64 or int32",
    ],
    [
      'a bias of too few bytes',
      withTensor(wide(convModel, int64Bias, 1), 3, { data: [1, 2] }),
      'holds 16 bytes, its shape [3] needs 24',
    ],
  ])('is %s', (_, bytes, message) => {
    expect(() => recordTflite(bytes)).toThrow(message);
  });

  test('is a sum of more bits than TFLite defines', () => {
    const bytes = writeModel(wide(denseModel, bias(2 ** 48, 0, 0), 1));
    expect(() => importTflite(bytes, 'm')).toThrow(
      'has sums of 50 bits, at most 48 are defined with an int64 accumulator; check bias and weights',
    );
  });
});

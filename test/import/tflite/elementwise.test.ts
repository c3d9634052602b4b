import { describe, expect, test } from 'vitest';
import { runGolden } from '../../../generator/golden.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { bindDatapath } from '../../../generator/passes/bind.js';
import { recordTflite } from '../../support/recording-sink.js';
import {
  binaryModel,
  constantModel,
  functionModel,
  reluModel,
  withOperator,
  withTensor,
} from '../../support/tflite-models.js';
import { type WrittenModel, type WrittenTensor, writeModel } from '../../support/tflite-writer.js';

const int8 = { kind: 'int', bits: 8 };
const kinds = [
  [0, 'add'],
  [18, 'multiply'],
  [41, 'subtract'],
] as const;

describe('operators of two operands', () => {
  test.each(kinds)('operator %i of two streams is %s', (builtin, kind) => {
    expect(recordTflite(writeModel(binaryModel(builtin))).units).toEqual([
      {
        kind,
        inputs: ['a', 'b'],
        parameters: { activation: 'relu', output: { format: int8, scale: 2, zeroPoint: 5 } },
      },
    ]);
    expect(importTflite(writeModel(binaryModel(builtin)), 'm').nodes[0]?.unit).toBe(kind);
  });

  test.each(kinds)('operator %i takes a constant as either operand: %s', (builtin, kind) => {
    for (const position of [0, 1] as const) {
      const model = constantModel(builtin, position);
      const { units } = recordTflite(writeModel(model));
      expect(units).toMatchObject([
        {
          kind,
          inputs: [position === 1 ? 'a' : 'b'],
          parameters: {
            constant: { shape: [3], scale: 0.25, zeroPoint: 4, data: Int32Array.of(1, -2, 3) },
          },
        },
      ]);
      const reversed = units[0]?.parameters['reversed'];
      expect(reversed).toBe(kind === 'subtract' && position === 0 ? true : undefined);
      expect(importTflite(writeModel(model), 'm').nodes[0]?.unit).toBe(kind);
    }
  });

  test.each(kinds)('operator %i of streams of which one is broadcast is %s', (builtin, kind) => {
    for (const shape of [[1, 1, 3], [1, 2, 1], [3], [1]]) {
      const { nodes, outputs } = importTflite(withTensor(binaryModel(builtin), 1, { shape }), 'm');
      expect(nodes.map(({ unit }) => unit)).toEqual([kind]);
      expect(outputs).toHaveLength(1);
    }
  });

  test('no options are no activation', () => {
    const operators = [{ builtin: 0, inputs: [0, 1], outputs: [2] }];
    const model = { ...binaryModel(0), operators };
    expect(recordTflite(writeModel(model)).units[0]?.parameters['activation']).toBe('none');
  });

  test.each([
    [
      'streams that differ in shape',
      withTensor(binaryModel(0), 1, { shape: [1, 2, 2] }),
      'operator 0 (ADD): takes shapes [1, 2, 3] and [1, 2, 2], which do not broadcast',
    ],
    [
      'a constant with which the stream does not broadcast',
      writeModel({
        ...constantModel(18, 1, { shape: [4, 3], data: Array(12).fill(1) }),
        inputs: [0],
      }),
      'operator 0 (MUL): takes shapes [1, 2, 3] and [4, 3], which do not broadcast',
    ],
    [
      'a constant that does not fit',
      writeModel(constantModel(41, 1, { shape: [2], data: [1, 2] })),
      'operator 0 (SUB): takes shapes [1, 2, 3] and [2], which do not broadcast',
    ],
    [
      'a constant with a scale per channel',
      writeModel(constantModel(0, 1, { scales: [1, 2, 3], zeroPoints: [0, 0, 0] })),
      "operator 0 (ADD), operand 'constant': has 3 scales, needs one; quantize it per tensor",
    ],
    [
      'a fused TANH',
      withOperator(binaryModel(0), 0, { options: [[0, 'int8', 4]] }),
      'has the fused activation TANH',
    ],
    [
      'an output of another shape',
      withTensor(binaryModel(0), 2, { shape: [1, 3, 2] }),
      "operator 0 (ADD): gives shape [1, 2, 3], its output 'y' is declared as [1, 3, 2]",
    ],
  ])('%s: told', (_, bytes, message) => {
    expect(() => importTflite(bytes, 'm')).toThrow(message);
  });
});

describe('functions of one code', () => {
  const output = { format: int8, scale: 0.25, zeroPoint: 7 };

  test.each([
    [14, 'logistic', {}],
    [47, 'exp', { method: 'tflite', output }],
    [111, 'elu', { method: 'tflite', output }],
    [28, 'tanh', {}],
    [98, 'leaky_relu', { alpha: 0.125, output }],
    [114, 'requantize', { output }],
    [117, 'hard_swish', { output }],
  ] as const)('operator %i is %s', (builtin, kind, parameters) => {
    const bytes = writeModel(functionModel(builtin));
    expect(recordTflite(bytes).units).toEqual([{ kind, inputs: ['x'], parameters }]);
    expect(importTflite(bytes, 'm').nodes[0]?.unit).toBe(kind);
  });

  const preluModel = (shape: readonly number[], data: readonly number[]): WrittenModel => ({
    ...functionModel(54),
    tensors: [
      { name: 'x', shape: [1, 2, 3], scales: [0.5], zeroPoints: [-3] },
      { name: 'y', shape: [1, 2, 3], scales: [0.25], zeroPoints: [7] },
      { name: 'slopes', shape, scales: [0.125], zeroPoints: [1], data },
    ],
    operators: [{ builtin: 54, inputs: [0, 2], outputs: [1] }],
  });

  test.each<[number[], number[], number[]]>([
    [[1, 3], [3, -7, 1], [3]],
    [[3], [3, -7, 1], [3]],
    [[1, 1], [5], [1]],
  ])('PRELU with slopes of shape %j is prelu', (shape, slopes, given) => {
    const bytes = writeModel(preluModel(shape, slopes));
    expect(recordTflite(bytes).units).toEqual([
      {
        kind: 'prelu',
        inputs: ['x'],
        parameters: {
          slopes: expect.objectContaining({ shape: given, scale: 0.125, zeroPoint: 1 }),
          output,
        },
      },
    ]);
    const bound = bindDatapath(importTflite(bytes, 'm'));
    const x = Int32Array.of(-3, -3, -3, -13, -13, -13);
    const [{ from } = { from: '' }] = bound.datapath.outputs;
    // -10 steps of 0.5 by slopes (code - 1) / 8, in steps of 0.25 above 7.
    expect([...(runGolden(bound, new Map([['x', x]])).get(from) ?? [])]).toEqual([
      ...[7, 7, 7],
      ...[0, 1, 2].map((i) => 7 + -20 * (((slopes[i % slopes.length] as number) - 1) / 8)),
    ]);
  });

  test.each([
    [preluModel([2, 1], [3, 4]), 'has slopes of shape [2, 1], needs one slope or one per channel'],
    [preluModel([2], [3, 4]), 'has slopes of shape [2], needs one slope or one per channel of 3'],
    [
      { ...preluModel([3], [1, 2, 3]), operators: [{ builtin: 54, inputs: [0, 0], outputs: [1] }] },
      'has slopes that are computed',
    ],
  ])('PRELU that is refused: %#', (model, message) => {
    expect(() => importTflite(writeModel(model), 'm')).toThrow(message);
  });

  test('RELU, RELU_N1_TO_1 and RELU6 that rescale are requantize', () => {
    for (const [builtin, activation] of [
      [19, 'relu'],
      [20, 'relu_n1_to_1'],
      [21, 'relu6'],
    ] as const) {
      const bytes = withTensor(reluModel(builtin), 1, { scales: [0.25], zeroPoints: [7] });
      const parameters = { activation, output };
      expect(recordTflite(bytes).units).toEqual([
        { kind: 'requantize', inputs: ['x'], parameters },
      ]);
    }
  });

  test('LEAKY_RELU without options has alpha 0', () => {
    const operators = [{ builtin: 98, inputs: [0], outputs: [1] }];
    const bytes = writeModel({ ...functionModel(98), operators });
    expect(recordTflite(bytes).units[0]?.parameters['alpha']).toBe(0);
  });

  test.each([
    [
      withTensor(functionModel(14), 1, { scales: [0.5] }),
      'operator 0 (LOGISTIC): gives scale 0.5, zero point -128, needs scale 0.00390625 (1/256), zero point -128; convert the model again: TFLite fixes the output of this operator',
    ],
    [
      withTensor(functionModel(28), 1, { zeroPoints: [1] }),
      'operator 0 (TANH): gives scale 0.0078125, zero point 1, needs scale 0.0078125 (1/128), zero point 0',
    ],
    [
      withOperator(functionModel(98), 0, { options: [[0, 'float32', Number.NaN]] }),
      'operator 0 (LEAKY_RELU): has alpha NaN, needs a number',
    ],
    [
      withTensor(functionModel(117), 1, { shape: [1, 4] }),
      "operator 0 (HARD_SWISH): gives shape [1, 5], its output 'y' is declared as [1, 4]",
    ],
  ])('what is wrong is told: %#', (bytes, message) => {
    expect(() => importTflite(bytes, 'm')).toThrow(message);
  });
});

describe('the operators of transformers', () => {
  const tensors = (shape: readonly number[], count: number, more: object = {}) =>
    Array.from({ length: count }, (_, i) => ({
      name: `t${i}`,
      shape,
      scales: [0.5 / (i + 1)],
      zeroPoints: [i - 3],
      ...more,
    }));
  const one = (
    operator: Omit<WrittenModel['operators'][number], 'inputs' | 'outputs'>,
    more: object = {},
  ): WrittenModel => ({
    tensors: tensors([1, 2, 3], 2, more),
    inputs: [0],
    outputs: [1],
    operators: [{ ...operator, inputs: [0], outputs: [1] }],
  });
  const output = { format: int8, scale: 0.25, zeroPoint: -2 };

  test.each([
    [[[0, 'int8', 0]], 'erf'],
    [[[0, 'int8', 1]], 'tanh'],
    [[], 'erf'],
  ] as const)('GELU in the form that its options say: %o is %s', (options, form) => {
    const model = one({ builtin: 150, union: 116, options });
    const parameters = { method: 'tflite', form, output };
    expect(recordTflite(writeModel(model)).units).toEqual([
      { kind: 'gelu', inputs: ['t0'], parameters },
    ]);
    expect(importTflite(writeModel(model), 'm').nodes[0]?.unit).toBe('gelu');
  });

  test('RSQRT', () => {
    const parameters = { method: 'tflite', output };
    expect(recordTflite(writeModel(one({ builtin: 76 }))).units).toEqual([
      { kind: 'rsqrt', inputs: ['t0'], parameters },
    ]);
  });

  test('SQUARED_DIFFERENCE of two streams, of which one is broadcast', () => {
    const [a, b, y] = tensors([1, 2, 3], 3);
    const model: WrittenModel = {
      tensors: [
        a as WrittenTensor,
        { ...(b as WrittenTensor), shape: [1, 2, 1] },
        y as WrittenTensor,
      ],
      inputs: [0, 1],
      outputs: [2],
      operators: [{ builtin: 99, inputs: [0, 1], outputs: [2] }],
    };
    const [unit] = recordTflite(writeModel(model)).units;
    expect(unit).toMatchObject({ kind: 'squared_difference', inputs: ['t0', 't1'] });
    expect(Object.keys(unit?.parameters ?? {})).toEqual(['output']);
    expect(importTflite(writeModel(model), 'm').nodes[0]?.unit).toBe('squared_difference');
  });

  test('a stream of a row each, and a constant of channels: the stream is broadcast', () => {
    const [x, c, y] = tensors([1, 2, 3], 3);
    const model: WrittenModel = {
      tensors: [
        { ...(x as WrittenTensor), shape: [1, 2, 1] },
        { ...(c as WrittenTensor), shape: [3], data: [1, -2, 3] },
        y as WrittenTensor,
      ],
      inputs: [0],
      outputs: [2],
      operators: [{ builtin: 18, inputs: [0, 1], outputs: [2] }],
    };
    const { nodes, outputs } = importTflite(writeModel(model), 'm');
    expect(nodes.map(({ unit }) => unit)).toEqual(['multiply']);
    expect(outputs).toHaveLength(1);
  });

  test.each([
    [
      one({ builtin: 150 }, { type: 7, zeroPoints: [0] }),
      'E_OPERATOR at m.tflite: subgraph 0, operator 0 (GELU): GELU of int16 activations is not supported: TFLite has no kernel for it',
    ],
    [
      one({ builtin: 76 }, { type: 7, zeroPoints: [0] }),
      'operator 0 (RSQRT): RSQRT of int16 activations is not supported',
    ],
    [
      one({ builtin: 150, union: 11, options: [] }),
      'operator 0 (GELU): has options of kind 11, needs GeluOptions (116)',
    ],
    [
      { ...one({ builtin: 99 }), operators: [{ builtin: 99, inputs: [0], outputs: [1] }] },
      'operator 0 (SQUARED_DIFFERENCE): has 1 inputs and 1 outputs, needs 2 and 1',
    ],
  ])('what is wrong is told: %#', (model, message) => {
    expect(() => importTflite(writeModel(model), 'm')).toThrow(message);
  });

  test('an output of another shape is told', () => {
    for (const builtin of [76, 150]) {
      const model = one({ builtin });
      const bytes = withTensor(model, 1, { shape: [1, 3, 2] });
      expect(() => importTflite(bytes, 'm')).toThrow('gives shape [1, 2, 3], its output');
    }
  });
});

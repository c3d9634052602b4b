import { describe, expect, test } from 'vitest';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { recordTflite } from '../../support/recording-sink.js';
import {
  chainModel,
  convModel,
  denseModel,
  depthwiseModel,
  poolModel,
  reluModel,
  reshapeModel,
  softmaxModel,
  weights,
  withOperator,
  withTensor,
} from '../../support/tflite-models.js';
import { writeModel } from '../../support/tflite-writer.js';

const int8 = { kind: 'int', bits: 8 };

describe('units and parameters that operators become', () => {
  test('FULLY_CONNECTED is dense', () => {
    const { inputs, units, outputs } = recordTflite(writeModel(denseModel));
    expect(inputs).toEqual([{ name: 'x', shape: [4], format: int8, scale: 0.5, zeroPoint: -3 }]);
    expect(outputs).toEqual([{ name: 'y', from: 'unit 0' }]);
    expect(units).toEqual([
      {
        kind: 'dense',
        inputs: ['x'],
        parameters: {
          weights: {
            kind: 'constant',
            shape: [3, 4],
            format: int8,
            scale: 0.25,
            zeroPoint: 0,
            data: Int32Array.of(-3, -2, -1, 0, 1, 2, 3, -3, -2, -1, 0, 1),
            origin: "m.tflite: subgraph 0, operator 0 (FULLY_CONNECTED), weights 'weights'",
          },
          bias: {
            kind: 'constant',
            shape: [3],
            format: { kind: 'int', bits: 32 },
            scale: 1,
            zeroPoint: 0,
            data: Int32Array.of(-3000, -2000, -1000),
            origin: "m.tflite: subgraph 0, operator 0 (FULLY_CONNECTED), bias 'bias'",
          },
          activation: 'relu',
          output: { format: int8, scale: 2, zeroPoint: 5 },
        },
      },
    ]);
  });

  test('a bias may be absent: input -1 or none', () => {
    for (const inputs of [
      [0, 2, -1],
      [0, 2],
    ]) {
      const { units } = recordTflite(withOperator(denseModel, 0, { inputs }));
      expect(units[0]?.parameters).not.toHaveProperty('bias');
    }
  });

  test('several scales stay several, weights may have a zero point', () => {
    const change = { scales: [0.1, 0.2, 0.3], zeroPoints: [4, 4, 4] };
    const { units } = recordTflite(withTensor(denseModel, 2, change));
    expect(units[0]?.parameters['weights']).toMatchObject({
      scale: change.scales.map(Math.fround),
      zeroPoint: 4,
    });
  });

  test('FULLY_CONNECTED flattens its input', () => {
    const flattened = withTensor(denseModel, 0, { shape: [1, 2, 1, 2] });
    expect(recordTflite(flattened).units).toMatchObject([
      { kind: 'reshape', inputs: ['x'], parameters: { shape: [4] } },
      { kind: 'dense', inputs: ['unit 0'] },
    ]);
  });

  test('FULLY_CONNECTED of rows: [1, 2, 4] to [2, 3], with keep_num_dims to [1, 2, 3]', () => {
    const rows = {
      ...denseModel,
      tensors: denseModel.tensors.map((tensor, i) =>
        i === 0 ? { ...tensor, shape: [1, 2, 4] } : i === 1 ? { ...tensor, shape: [2, 3] } : tensor,
      ),
    };
    expect(recordTflite(writeModel(rows)).units.map(({ kind }) => kind)).toEqual(['dense']);
    const kept = withOperator(
      {
        ...rows,
        tensors: rows.tensors.map((tensor, i) =>
          i === 1 ? { ...tensor, shape: [1, 2, 3] } : tensor,
        ),
      },
      0,
      { options: [[2, 'int8', 1]] },
    );
    expect(recordTflite(kept).units.map(({ kind }) => kind)).toEqual(['dense']);
  });

  test('CONV_2D is conv2d', () => {
    const { inputs, units } = recordTflite(writeModel(convModel));
    expect(inputs[0]?.shape).toEqual([5, 4, 2]);
    expect(units).toMatchObject([
      {
        kind: 'conv2d',
        parameters: {
          weights: { shape: [3, 3, 3, 2], scale: [0.25, 0.5, 1] },
          bias: { shape: [3] },
          stride: [2, 1],
          dilation: [1, 1],
          padding: 'same',
          activation: 'relu6',
          output: { format: int8, scale: 2, zeroPoint: 5 },
        },
      },
    ]);
    const one = recordTflite(withTensor(convModel, 2, { scales: [0.5] }));
    expect(one.units[0]?.parameters['weights']).toMatchObject({ scale: 0.5 });
  });

  test('dilation is 1 where the file says nothing', () => {
    const bytes = withOperator(convModel, 0, {
      options: [
        [1, 'int32', 1],
        [2, 'int32', 2],
      ],
    });
    expect(recordTflite(bytes).units[0]?.parameters).toMatchObject({ dilation: [1, 1] });
  });

  test('DEPTHWISE_CONV_2D is depthwise_conv2d', () => {
    expect(recordTflite(writeModel(depthwiseModel)).units).toMatchObject([
      {
        kind: 'depthwise_conv2d',
        parameters: {
          weights: { shape: [1, 3, 2, 4], scale: [0.25, 0.5, 1, 2] },
          bias: { shape: [4] },
          stride: [1, 1],
          dilation: [1, 1],
          padding: 'valid',
          activation: 'none',
        },
      },
    ]);
  });

  test.each([
    [1, 'average_pool'],
    [17, 'max_pool'],
  ] as const)('pooling, operator %i, is %s', (builtin, kind) => {
    expect(recordTflite(writeModel(poolModel(builtin))).units).toEqual([
      {
        kind,
        inputs: ['x'],
        parameters: { size: [2, 2], stride: [2, 2], padding: 'valid', activation: 'none' },
      },
    ]);
  });

  test('RESHAPE, SQUEEZE and EXPAND_DIMS are reshape', () => {
    expect(recordTflite(writeModel(reshapeModel)).units).toEqual([
      { kind: 'reshape', inputs: ['x'], parameters: { shape: [8] } },
    ]);
    const option = withOperator(reshapeModel, 0, {
      inputs: [0],
      union: 17,
      options: [[0, 'int32s', [1, -1]]],
    });
    expect(recordTflite(option).units).toMatchObject([{ parameters: { shape: [8] } }]);
    const squeezed = {
      ...reshapeModel,
      tensors: reshapeModel.tensors.map((tensor, i) =>
        i === 0 ? { ...tensor, shape: [1, 1, 1, 8] } : tensor,
      ),
    };
    const squeeze = withOperator(squeezed, 0, { builtin: 43, inputs: [0] });
    expect(recordTflite(squeeze).units).toMatchObject([
      { kind: 'reshape', parameters: { shape: [8] } },
    ]);
    const expand = withOperator(squeezed, 0, { builtin: 70 });
    expect(recordTflite(expand).units).toMatchObject([
      { kind: 'reshape', parameters: { shape: [8] } },
    ]);
  });

  test('SOFTMAX is softmax, RELU and RELU6 are relu', () => {
    expect(recordTflite(writeModel(softmaxModel)).units).toEqual([
      { kind: 'softmax', inputs: ['x'], parameters: { beta: 1 } },
    ]);
    expect(recordTflite(writeModel(reluModel(19))).units[0]?.parameters).toEqual({
      activation: 'relu',
    });
    expect(recordTflite(writeModel(reluModel(21))).units[0]?.parameters).toEqual({
      activation: 'relu6',
    });
  });
});

describe('a chain of operators', () => {
  test('keeps its order, each unit reading the one before', () => {
    const { units, outputs } = recordTflite(writeModel(chainModel));
    expect(units.map(({ kind }) => kind)).toEqual([
      'conv2d',
      'depthwise_conv2d',
      'average_pool',
      'reshape',
      'dense',
      'softmax',
    ]);
    expect(units.map(({ inputs }) => inputs[0])).toEqual([
      'image',
      ...[0, 1, 2, 3, 4].map((i) => `unit ${i}`),
    ]);
    expect(outputs).toEqual([{ name: 'probabilities', from: 'unit 5' }]);
  });

  test('the same bytes give the same datapath, and nothing in it says where it came from', () => {
    const datapath = importTflite(writeModel(denseModel), 'm');
    expect(datapath).toEqual(importTflite(writeModel(denseModel), 'm'));
    expect(datapath.nodes.map(({ name, unit, inputs }) => ({ name, unit, inputs }))).toEqual([
      { name: 'dense0', unit: 'dense', inputs: ['x'] },
    ]);
    expect(datapath.outputs).toEqual([{ kind: 'output', name: 'y', from: 'dense0' }]);
  });
});

describe('names of streams', () => {
  const named = (name: string): string =>
    importTflite(withTensor(denseModel, 0, { name }), 'm').inputs[0]?.name ?? '';

  test('are those of the tensors, cleaned', () => {
    expect(named('serving_default_x:0')).toBe('serving_default_x:0');
    expect(named('a\u001b[31m\n b')).toBe('a_[31m__b');
    expect(named('')).toBe('input0');
    expect(named('dense0')).toBe('input0');
    expect(named('../../etc/passwd')).toBe('../../etc/passwd');
    expect(named('x'.repeat(100_000)).length).toBeLessThan(100);
  });

  test('are unique', () => {
    const scaled = { shape: [1, 4], scales: [1] };
    const pair = {
      tensors: [
        { ...scaled, name: 'x' },
        { ...scaled, name: 'x' },
        { ...scaled, name: 'x_2' },
        ...[3, 4, 5].map(() => ({ ...scaled, name: 'y', shape: [1, 3] })),
        weights([3, 4], [1]),
      ],
      inputs: [0, 1, 2],
      outputs: [3, 4, 5],
      operators: [0, 1, 2].map((i) => ({ builtin: 9, union: 8, inputs: [i, 6], outputs: [i + 3] })),
    };
    const datapath = importTflite(writeModel(pair), 'm');
    expect(datapath.inputs.map(({ name }) => name)).toEqual(['x', 'x_2', 'x_2_2']);
    expect(datapath.outputs.map(({ name }) => name)).toEqual(['y', 'y_2', 'y_3']);
  });
});

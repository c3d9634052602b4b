import { describe, expect, test } from 'vitest';
import { runGolden } from '../../../generator/golden.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { bindDatapath } from '../../../generator/passes/bind.js';
import { recordTflite } from '../../support/recording-sink.js';
import {
  concatenationModel,
  meanModel,
  packModel,
  padModel,
  padV2Model,
  sliceModel,
  splitModel,
  splitVModel,
  stridedSliceModel,
  transposeModel,
  unpackModel,
} from '../../support/tflite-layout-models.js';
import { withOperator, withTensor } from '../../support/tflite-models.js';
import { type WrittenModel, type WrittenTensor, writeModel } from '../../support/tflite-writer.js';

const unitsOf = (model: WrittenModel) => recordTflite(writeModel(model)).units;

const withTensors = (
  model: WrittenModel,
  changes: Readonly<Record<number, Partial<WrittenTensor>>>,
): WrittenModel => ({
  ...model,
  tensors: model.tensors.map((tensor, i) => ({ ...tensor, ...changes[i] })),
});

/** Outputs of the imported model for inputs that count up from 0. */
const computed = (model: WrittenModel): readonly (readonly number[])[] => {
  const bound = bindDatapath(importTflite(writeModel(model), 'm'));
  const inputs = bound.datapath.inputs.map(({ name, stream }) => {
    const length = stream.shape.reduce((a, b) => a * b, 1);
    return [name, Int32Array.from({ length }, (_, i) => i)] as const;
  });
  const values = runGolden(bound, new Map(inputs));
  return bound.datapath.outputs.map(({ from }) => [...(values.get(from) ?? [])].map(Number));
};

const int8 = { kind: 'int', bits: 8 };

describe('units and parameters that operators become', () => {
  test('PAD and PADV2 are pad, without batch axis', () => {
    expect(unitsOf(padModel)).toEqual([
      { kind: 'pad', inputs: ['x'], parameters: { before: [1, 0, 0], after: [1, 2, 0] } },
    ]);
    expect(unitsOf(padV2Model)).toEqual([
      { kind: 'pad', inputs: ['x'], parameters: { before: [0], after: [1], code: 7 } },
    ]);
    expect(computed(padV2Model)).toEqual([[0, 1, 2, 3, 7]]);
  });

  test('MEAN is mean', () => {
    const output = { format: int8, scale: 0.5, zeroPoint: -3 };
    expect(unitsOf(meanModel(true))).toEqual([
      { kind: 'mean', inputs: ['x'], parameters: { axes: [0, 1], keepDims: true, output } },
    ]);
    expect(unitsOf(meanModel(false))).toEqual([
      { kind: 'mean', inputs: ['x'], parameters: { axes: [0, 1], keepDims: false, output } },
    ]);
    expect(computed(meanModel(false))).toEqual([[11, 12]]);
  });

  test('MEAN over the batch axis too gives what there is without it', () => {
    const all = withTensors(meanModel(false), {
      1: { shape: [2] },
      2: { shape: [3], data: [0, 1, 2] },
    });
    expect(unitsOf(all)).toMatchObject([{ parameters: { axes: [0, 1] } }]);
    const everything = withTensors(meanModel(false), {
      1: { shape: [1] },
      2: { shape: [3], data: [1, 2, 3] },
    });
    expect(unitsOf(everything)).toMatchObject([{ parameters: { axes: [0, 1, 2] } }]);
    expect(computed(everything)).toEqual([[12]]);
  });

  test('CONCATENATION is concatenate', () => {
    expect(unitsOf(concatenationModel)).toEqual([
      { kind: 'concatenate', inputs: ['a', 'b'], parameters: { axis: 2 } },
    ]);
    expect(computed(concatenationModel)).toEqual([
      [0, 1, 2, 0, 3, 4, 5, 1, 6, 7, 8, 2, 9, 10, 11, 3],
    ]);
  });

  test('CONCATENATION along the batch axis keeps it', () => {
    const rows = withTensors(concatenationModel, {
      0: { shape: [1, 2] },
      1: { shape: [1, 2] },
      2: { shape: [2, 2] },
    });
    const model: WrittenModel = {
      ...rows,
      operators: [{ builtin: 2, union: 10, options: [], inputs: [0, 1], outputs: [2] }],
    };
    expect(unitsOf(model)).toEqual([
      { kind: 'reshape', inputs: ['a'], parameters: { shape: [1, 2] } },
      { kind: 'reshape', inputs: ['b'], parameters: { shape: [1, 2] } },
      { kind: 'concatenate', inputs: ['unit 0', 'unit 1'], parameters: { axis: 0 } },
    ]);
    expect(computed(model)).toEqual([[0, 1, 0, 1]]);
  });

  test('STRIDED_SLICE is slice: masks, negative indices, a shrunk axis', () => {
    expect(unitsOf(stridedSliceModel)).toEqual([
      {
        kind: 'slice',
        inputs: ['x'],
        parameters: { begin: [1, 0, 1], end: [4, 4, 2], stride: [1, 2, 1] },
      },
      { kind: 'reshape', inputs: ['unit 0'], parameters: { shape: [3, 2] } },
    ]);
    // numpy.arange(60).reshape(1, 5, 4, 3)[:, 1:-1, 0::2, 1]
    expect(computed(stridedSliceModel)).toEqual([[13, 19, 25, 31, 37, 43]]);
  });

  test('SLICE is slice', () => {
    expect(unitsOf(sliceModel)).toEqual([
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 3], end: [2, 5] } },
    ]);
    expect(computed(sliceModel)).toEqual([[3, 4, 8, 9]]);
  });

  test('SPLIT is a slice for each output that is read', () => {
    const { units, outputs } = recordTflite(writeModel(splitModel));
    expect(units).toEqual([
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 0], end: [2, 2] } },
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 4], end: [2, 6] } },
    ]);
    expect(outputs).toEqual([
      { name: 'first', from: 'unit 0' },
      { name: 'third', from: 'unit 1' },
    ]);
    expect(computed(splitModel)).toEqual([
      [0, 1, 6, 7],
      [4, 5, 10, 11],
    ]);
  });

  test('SPLIT_V is slices of their own sizes, of which one may be what is left', () => {
    expect(unitsOf(splitVModel)).toEqual([
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 0], end: [2, 1] } },
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 4], end: [2, 6] } },
    ]);
    expect(computed(splitVModel)).toEqual([
      [0, 6],
      [4, 5, 10, 11],
    ]);
  });

  test('UNPACK is slices without their axis', () => {
    expect(unitsOf(unpackModel)).toEqual([
      { kind: 'slice', inputs: ['x'], parameters: { begin: [0, 0], end: [1, 2] } },
      { kind: 'reshape', inputs: ['unit 0'], parameters: { shape: [2] } },
      { kind: 'slice', inputs: ['x'], parameters: { begin: [2, 0], end: [3, 2] } },
      { kind: 'reshape', inputs: ['unit 2'], parameters: { shape: [2] } },
    ]);
    expect(computed(unpackModel)).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  test.each<[number, number[], number[]]>([
    [0, [2, 1, 3], [0, 1, 2, 0, 1, 2]],
    [1, [1, 2, 3], [0, 1, 2, 0, 1, 2]],
    [2, [1, 3, 2], [0, 0, 1, 1, 2, 2]],
    [-1, [1, 3, 2], [0, 0, 1, 1, 2, 2]],
  ])('PACK along axis %d is a concatenation along a new axis', (axis, to, result) => {
    expect(computed(packModel(axis, to))).toEqual([result]);
  });

  test('TRANSPOSE is transpose; the batch axis may go anywhere', () => {
    expect(unitsOf(transposeModel)).toEqual([
      { kind: 'transpose', inputs: ['x'], parameters: { permutation: [2, 0, 1] } },
    ]);
    const moved = withTensors(transposeModel, {
      1: { shape: [3, 1, 2, 4] },
      2: { data: [2, 0, 1, 3] },
    });
    expect(unitsOf(moved)).toEqual([
      { kind: 'transpose', inputs: ['x'], parameters: { permutation: [1, 0, 2] } },
      { kind: 'reshape', inputs: ['unit 0'], parameters: { shape: [3, 1, 2, 4] } },
    ]);
  });
});

describe('mistakes', () => {
  const message = (bytes: Uint8Array): string => {
    try {
      importTflite(bytes, 'm');
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test.each<[string, Uint8Array, string]>([
    [
      'parts that are more than there is',
      withTensor(splitVModel, 1, { data: [1, -1, 6] }),
      'operator 0 (SPLIT_V): splits axis 2 of [1, 2, 6] into parts of [1, -1, 6]',
    ],
    [
      'two parts of what is left',
      withTensor(splitVModel, 1, { data: [-1, -1, 6] }),
      'into parts of [-1, -1, 6]',
    ],
    [
      'UNPACK into too few',
      withTensor(unpackModel, 0, { shape: [1, 4, 2] }),
      'operator 0 (UNPACK): unpacks axis 1 of [1, 4, 2] into 3 tensors',
    ],
    [
      'PACK along an axis too far',
      writeModel(packModel(3, [1, 3, 2])),
      'operator 0 (PACK): works on axis 3, its input [1, 3, 1] has 3 axes',
    ],
    [
      'PACK of other shapes',
      withTensor(packModel(1, [1, 2, 3]), 1, { shape: [1, 4] }),
      'operator 0 (PACK): packs shapes [1, 3] and [1, 4], which differ',
    ],
    [
      'PACK that rescales',
      withTensor(packModel(1, [1, 2, 3]), 1, { scales: [0.25] }),
      'they must be equal',
    ],
    [
      'MIRROR_PAD',
      withOperator(padModel, 0, { builtin: 100 }),
      'E_OPERATOR at m.tflite: subgraph 0, operator 0 (MIRROR_PAD): MIRROR_PAD is not supported',
    ],
    [
      'a padded batch axis',
      withTensor(padModel, 2, { data: [1, 0, 1, 1, 0, 2, 0, 0] }),
      'operator 0 (PAD): pads the batch axis; convert the model with a batch size of 1',
    ],
    [
      'negative padding',
      withTensor(padModel, 2, { data: [0, 0, -1, 1, 0, 2, 0, 0] }),
      'has paddings [0, 0, -1, 1, 0, 2, 0, 0], none may be negative',
    ],
    [
      'padding of too few axes',
      withTensor(padModel, 2, { shape: [3, 2], data: [0, 0, 1, 1, 0, 2] }),
      'has 6 numbers as paddings, needs 8',
    ],
    [
      'padding that is computed',
      withOperator(padModel, 0, { inputs: [0, 0] }),
      "paddings 'x': has int8 elements, needs int32",
    ],
    [
      'padding of another size',
      withTensor(padModel, 1, { shape: [1, 5, 5, 2] }),
      "gives shape [1, 5, 6, 2], its output 'y' is declared as [1, 5, 5, 2]",
    ],
    [
      'PAD that rescales',
      withTensor(padModel, 1, { scales: [0.25] }),
      'reads scale 0.5, zero point -3 and gives scale 0.25, zero point -3: they must be equal',
    ],
    [
      'a mean over an axis that is not there',
      withTensor(meanModel(true), 2, { data: [1, 4] }),
      'operator 0 (MEAN): works on axis 4, its input [1, 3, 4, 2] has 4 axes',
    ],
    [
      'a mean over axes that are apart',
      writeModel(withTensors(meanModel(false), { 1: { shape: [1, 4] }, 2: { data: [1, 3] } })),
      'E_PARAMETER at m.mean0.axes (m.tflite: subgraph 0, operator 0 (MEAN)): gives [0, 2], which axis 1 of the input [3, 4, 2] keeps apart',
    ],
    [
      'a concatenation that rescales',
      withTensor(concatenationModel, 1, { scales: [0.25] }),
      "operator 0 (CONCATENATION): reads scale 0.25, zero point -3 and gives scale 0.5, zero point -3: they must be equal; convert the model again: TFLite's int8 kernel demands it and refuses this model",
    ],
    [
      'a concatenation of shapes that do not fit',
      withTensor(concatenationModel, 1, { shape: [1, 2, 3, 1] }),
      'joins shapes [1, 2, 2, 3] and [1, 2, 3, 1] along axis 3',
    ],
    [
      'a concatenation with an activation',
      withOperator(concatenationModel, 0, {
        options: [
          [0, 'int32', 3],
          [1, 'int8', 1],
        ],
      }),
      'has a fused activation; make the activation a layer of its own',
    ],
    [
      'an ellipsis',
      withOperator(stridedSliceModel, 0, { options: [[2, 'int32', 1]] }),
      'operator 0 (STRIDED_SLICE): has an ellipsis, which is not supported; write out every axis',
    ],
    [
      'a new axis',
      withOperator(stridedSliceModel, 0, { options: [[3, 'int32', 1]] }),
      'has a new axis, which is not supported',
    ],
    [
      'a negative stride',
      withTensor(stridedSliceModel, 4, { data: [1, -1, 2, 1] }),
      'has strides [1, -1, 2, 1], needs 1 and more; a tensor cannot be read backwards',
    ],
    [
      'an empty slice',
      withTensor(stridedSliceModel, 2, { data: [0, 4, 0, 1] }),
      'takes 4 to before 4 of axis 1 of [1, 5, 4, 3]',
    ],
    [
      'a slice that ends outside',
      withTensor(sliceModel, 3, { data: [1, 2, 3] }),
      'takes 3 to before 6 of axis 2 of [1, 2, 5]',
    ],
    [
      'a split into a tensor that is not there',
      withOperator(splitModel, 0, { outputs: [2, 3, 4, 5] }),
      'refers to tensor 5, there are 5',
    ],
    [
      'a split that does not divide',
      withTensor(splitModel, 0, { shape: [1, 2, 7] }),
      'operator 0 (SPLIT): splits axis 2 of [1, 2, 7] into 3 equal parts',
    ],
    [
      'no permutation',
      withTensor(transposeModel, 2, { data: [0, 3, 3, 2] }),
      'operator 0 (TRANSPOSE): has permutation [0, 3, 3, 2], needs every axis once',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(message(bytes)).toContain(expected);
  });
});

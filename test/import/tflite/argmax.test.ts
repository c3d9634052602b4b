import { describe, expect, test } from 'vitest';
import { runGolden } from '../../../generator/golden.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { narrow } from '../../../generator/ir/codes.js';
import { bindDatapath } from '../../../generator/passes/bind.js';
import { problemsOf } from '../../support/golden.js';
import { recordTflite } from '../../support/recording-sink.js';
import { argMaxModel } from '../../support/tflite-layout-models.js';
import { type WrittenModel, writeModel } from '../../support/tflite-writer.js';

const int32 = { kind: 'int', bits: 32 };

const problems = (model: WrittenModel): readonly string[] =>
  problemsOf(() => importTflite(writeModel(model), 'm'));

describe('ARG_MAX', () => {
  test.each([
    ['int32', 2],
    ['int64', 4],
  ])('to %s is argmax to int32', (_name, type) => {
    const model = argMaxModel([1, 2, 5], [1, 2], type);
    expect(recordTflite(writeModel(model)).units).toEqual([
      { kind: 'argmax', inputs: ['x'], parameters: { format: int32 } },
    ]);
    const bound = bindDatapath(importTflite(writeModel(model), 'm'));
    const codes = Int32Array.of(1, 9, 9, -4, 0, 7, -7, 0, 2, 7);
    const [output] = bound.datapath.outputs;
    expect([...narrow(runGolden(bound, new Map([['x', codes]])).get(output?.from ?? ''))]).toEqual([
      1, 0,
    ]);
  });

  test('of one row gives one index', () => {
    const bound = bindDatapath(importTflite(writeModel(argMaxModel([1, 10], [1])), 'm'));
    const [output] = bound.datapath.outputs;
    expect(bound.streams.get(output?.from ?? '')?.shape).toEqual([1]);
  });

  test('is refused on another axis, with another output, and in the middle of a model', () => {
    const [x, y, axis] = argMaxModel().tensors;
    if (!x || !y || !axis) throw new Error('the model has three tensors');
    expect(problems({ ...argMaxModel(), tensors: [x, y, { ...axis, data: [1] }] })).toEqual([
      expect.stringContaining(
        'works on axis 1 of [1, 2, 5], supported is the last; transpose the tensor in front of it',
      ),
    ]);
    expect(problems(argMaxModel([1, 2, 5], [1, 5]))).toEqual([
      expect.stringContaining("gives shape [1, 2], its output 'y' is declared as [1, 5]"),
    ]);
    const read: WrittenModel = {
      ...argMaxModel(),
      tensors: [
        ...argMaxModel().tensors,
        { name: 'z', shape: [1, 2], scales: [1], zeroPoints: [0] },
      ],
      outputs: [3],
      operators: [...argMaxModel().operators, { builtin: 19, inputs: [1], outputs: [3] }],
    };
    expect(problems(read)).toEqual([
      expect.stringContaining(
        'RELU of indices is not supported; end the model with the ARG_MAX that gives them',
      ),
    ]);
  });
});

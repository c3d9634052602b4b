import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { recordTflite } from '../../support/recording-sink.js';
import { evaluateConvolution, evaluateDense } from '../../support/tflite-layers.js';
import {
  convModel,
  denseModel,
  depthwiseModel,
  weights,
  withTensor,
} from '../../support/tflite-models.js';
import { changed, type Evaluate, linear, proveModel } from '../../support/tflite-proof.js';
import { type WrittenModel, writeModel } from '../../support/tflite-writer.js';

/** int4 weights and weights with a zero point: from the file's bytes to the Verilog. */

const int4 = 17;

/** Every int4 code, -8 first, over and over. */
const fourBits = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => ((i * 7) % 16) - 8);

/** FULLY_CONNECTED of 5 inputs and 3 outputs: 15 weights, whose last byte is half empty. */
const oddDense = changed(linear(denseModel, 3), {
  0: { shape: [1, 5] },
  2: { ...weights([3, 5], [0.25]), data: fourBits(15) },
});
const conv = linear(convModel, 8);

const layers: readonly (readonly [string, WrittenModel, Evaluate])[] = [
  ['FULLY_CONNECTED per tensor', changed(oddDense, { 2: { type: int4 } }), evaluateDense],
  [
    'FULLY_CONNECTED per channel',
    changed(oddDense, { 2: { type: int4, scales: [0.25, 0.5, 0.03] } }),
    evaluateDense,
  ],
  ['CONV_2D', changed(conv, { 2: { type: int4, data: fourBits(54) } }), evaluateConvolution],
  [
    'DEPTHWISE_CONV_2D',
    changed(depthwiseModel, { 2: { type: int4, data: fourBits(24) } }),
    evaluateConvolution,
  ],
];

const asymmetric: readonly (readonly [string, WrittenModel, Evaluate])[] = [
  [
    'FULLY_CONNECTED, zero point 127: weights of 9 bits',
    changed(linear(denseModel, 100), {
      2: { data: fourBits(12).map((w) => w * 16), zeroPoints: [127] },
    }),
    evaluateDense,
  ],
  [
    'FULLY_CONNECTED, int4',
    changed(oddDense, { 2: { type: int4, zeroPoints: [-8] } }),
    evaluateDense,
  ],
  [
    'CONV_2D, same zero point for all',
    changed(conv, { 2: { zeroPoints: [5, 5, 5] } }),
    evaluateConvolution,
  ],
  [
    'DEPTHWISE_CONV_2D',
    changed(depthwiseModel, { 2: { zeroPoints: [-3, -3, -3, -3] } }),
    evaluateConvolution,
  ],
];

describe('int4 weights', () => {
  test.each(layers)('%s: definition, golden and Verilog agree', (_, model, evaluate) =>
    proveModel(model, evaluate),
  );

  test('are a constant of int4, as many as the shape says', () => {
    const { units } = recordTflite(writeModel(changed(oddDense, { 2: { type: int4 } })));
    expect(units[0]?.parameters['weights']).toMatchObject({
      shape: [3, 5],
      format: { kind: 'int', bits: 4 },
      scale: 0.25,
      data: Int32Array.from(fourBits(15)),
    });
  });

  test('take 4 bits each in the weight memory', () => {
    const bytes = writeModel(changed(oddDense, { 2: { type: int4 } }));
    const { package: built } = compile(importTflite(bytes, 'm'));
    const array = [...built.files].find(([path]) => path.endsWith('_array.v'))?.[1];
    expect(array).toContain('localparam WEIGHT_BITS = 4;');
  });

  test.each([
    ['too few bytes', [3, 7], 'holds 8 bytes, its shape [3, 7] needs 11'],
    ['too many bytes', [3, 4], 'holds 8 bytes, its shape [3, 4] needs 6'],
  ] as const)('%s are told', (_, shape, message) => {
    const model = changed(oddDense, {
      0: { shape: [1, shape[1]] },
      2: { type: int4, shape },
    });
    expect(() => recordTflite(writeModel(model))).toThrow(message);
  });

  test('have zero points of 4 bits', () => {
    expect(() => recordTflite(withTensor(oddDense, 2, { type: int4, zeroPoints: [8] }))).toThrow(
      'has zero point 8, needs -8 to 7',
    );
  });
});

describe('weights with a zero point', () => {
  test.each(asymmetric)('%s: definition, golden and Verilog agree', (_, model, evaluate) =>
    proveModel(model, evaluate),
  );
});

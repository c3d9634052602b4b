import { describe, expect, test } from 'vitest';
import { compile } from '../../../generator/compile.js';
import { importTflite } from '../../../generator/import/tflite/import-tflite.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { goldenOutputs } from '../../../sim/verify.js';
import { recordTflite } from '../../support/recording-sink.js';
import { verifyFiles } from '../../support/sabotage.js';
import {
  clamp,
  multiplyByQuantizedMultiplier,
  quantizeMultiplier,
} from '../../support/tflite-arithmetic.js';
import { type WrittenModel, type WrittenTensor, writeModel } from '../../support/tflite-writer.js';

interface Facts {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly y: readonly number[];
  readonly adjoint?: readonly [boolean, boolean];
  readonly constant?: 0 | 1;
}

const size = (shape: readonly number[]): number => shape.reduce((p, q) => p * q, 1);

const codes = (length: number): readonly number[] =>
  Array.from({ length }, (_, i) => ((i * 37) % 251) - 125);

/** BATCH_MATMUL of two streams, or of a stream and a constant. */
const batchMatmul = ({ a, b, y, adjoint = [false, false], constant }: Facts): WrittenModel => {
  const operands: readonly WrittenTensor[] = [
    { name: 'a', shape: a, scales: [0.5], zeroPoints: [-3] },
    { name: 'b', shape: b, scales: [0.11], zeroPoints: [7] },
  ];
  const tensors = operands.map((tensor, i) =>
    i === constant ? { ...tensor, data: codes(size(tensor.shape)) } : tensor,
  );
  return {
    tensors: [...tensors, { name: 'y', shape: y, scales: [21.7], zeroPoints: [5] }],
    inputs: [0, 1].filter((i) => i !== constant),
    outputs: [2],
    operators: [
      {
        builtin: 126,
        union: 101,
        options: adjoint.flatMap((is, slot) => (is ? [[slot, 'int8', 1] as const] : [])),
        inputs: [0, 1],
        outputs: [2],
      },
    ],
  };
};

/** `reference_ops::BatchMatMul` of int8 in BigInt, by index arithmetic alone. */
const evaluate = (
  { a, b, y, adjoint = [false, false] }: Facts,
  left: readonly number[],
  right: readonly number[],
): number[] => {
  const factor = quantizeMultiplier(
    Math.fround(Math.fround(0.5) * Math.fround(0.11)) / Math.fround(21.7),
  );
  const [rows, columns] = y.slice(-2) as [number, number];
  const depth = a.at(adjoint[0] ? -2 : -1) as number;
  const shared = size(b.slice(0, -2)) === 1;
  const single = size(a.slice(0, -2)) === 1;
  return Array.from({ length: size(y) }, (_, i) => {
    const n = i % columns;
    const m = Math.floor(i / columns) % rows;
    const matrix = Math.floor(i / columns / rows);
    let sum = 0n;
    for (let k = 0; k < depth; k++) {
      const p = (single ? 0 : matrix * rows * depth) + (adjoint[0] ? k * rows + m : m * depth + k);
      const q =
        (shared ? 0 : matrix * depth * columns) + (adjoint[1] ? n * depth + k : k * columns + n);
      sum += BigInt(((left[p] as number) + 3) * ((right[q] as number) - 7));
    }
    return clamp(multiplyByQuantizedMultiplier(sum, factor) + 5n, -128, 127);
  });
};

const models: readonly (readonly [string, Facts, readonly string[]])[] = [
  ['two streams', { a: [1, 3, 4], b: [1, 4, 5], y: [1, 3, 5] }, ['matmul']],
  [
    'two streams, both turned, a batch',
    { a: [1, 2, 4, 3], b: [1, 2, 5, 4], y: [1, 2, 3, 5], adjoint: [true, true] },
    ['transpose', 'matmul'],
  ],
  ['a row, one matrix for a batch', { a: [1, 3, 1, 4], b: [1, 4, 5], y: [1, 3, 1, 5] }, ['matmul']],
  ['the second a constant', { a: [1, 3, 4], b: [4, 5], y: [1, 3, 5], constant: 1 }, ['dense']],
  [
    'the second a constant, both turned',
    { a: [1, 4, 3], b: [1, 5, 4], y: [1, 3, 5], adjoint: [true, true], constant: 1 },
    ['transpose', 'dense'],
  ],
  [
    'the first a constant',
    { a: [3, 4], b: [1, 4, 5], y: [1, 3, 5], constant: 0 },
    ['transpose', 'dense', 'transpose'],
  ],
  [
    'the first a constant, both turned, a batch',
    { a: [4, 3], b: [1, 2, 5, 4], y: [1, 2, 3, 5], adjoint: [true, true], constant: 0 },
    ['dense', 'transpose'],
  ],
];

describe('BATCH_MATMUL', () => {
  test.each(models)('%s: the reference kernel', async (_, facts, kinds) => {
    const model = batchMatmul(facts);
    const datapath = importTflite(writeModel(model), 'm');
    const units = datapath.nodes.map(({ unit }) => unit).filter((unit) => unit !== 'reshape');
    expect(units).toEqual(kinds);
    const compiled = compile(datapath);
    const stimulus = stimulusFor(compiled.bound.datapath.inputs, 12, 3);
    const given = [...stimulus.values()].map((tensors) =>
      tensors.map((tensor) => Array.from(tensor, Number)),
    );
    const golden = [...goldenOutputs(compiled.bound, stimulus).values()][0] ?? [];
    golden.forEach((result, tensor) => {
      const streams = given.map((tensors) => tensors[tensor] as number[]);
      const constants = model.tensors.flatMap(({ data }) => (data ? [data] : []));
      const [left, right] =
        facts.constant === 0 ? [...constants, ...streams] : [...streams, ...constants];
      expect(Array.from(result, Number)).toEqual(
        evaluate(facts, left as readonly number[], right as readonly number[]),
      );
    });
    expect(new Set(golden.flatMap((result) => [...result])).size).toBeGreaterThan(20);
    // The units alone have their own proof.
    if (kinds.length < 2) return;
    const [verified] = await verifyFiles(compiled.package.files, compiled, stimulus, ['none']);
    expect(verified?.mismatch).toBeUndefined();
  });

  test.each([
    [
      { a: [1, 1, 3, 4], b: [1, 2, 4, 5], y: [1, 2, 3, 5] },
      'takes shapes [3, 4] and [2, 4, 5], needs as many matrices on both sides, or one on the second',
    ],
    [
      { a: [1, 2, 3, 4], b: [2, 4, 5], y: [1, 2, 3, 5], constant: 1 },
      "operand 'b': has shape [2, 4, 5], only one constant matrix is supported",
    ],
  ] as const)('refuses what it has no unit for: %o', (facts, message) => {
    expect(() => recordTflite(writeModel(batchMatmul(facts)))).toThrow(message);
  });
});

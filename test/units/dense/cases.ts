import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const layer = (
  outputs: number,
  inputs: number,
  pe: number,
  simd: number,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  weights: randomTensor([outputs, inputs], int(8), outputs * 31 + inputs, 0.01),
  bias: randomBias(outputs, 5000, inputs),
  array: { pe, simd },
  output: { format: int(8), scale: 0.3, zeroPoint: -5 },
  ...more,
});

/** Weights of which about three in five are zero, and one row is all zeros. */
const sparse = (outputs: number, inputs: number) => {
  const { shape, format, scale, data } = randomTensor([outputs, inputs], int(8), 77, 0.01);
  const codes = Array.from(data as Int32Array, (code, i) =>
    (i * 7919) % 5 < 3 || Math.floor(i / inputs) === 2 ? 0 : code,
  );
  return tensor.fromCodes(codes, shape, format, { scale });
};

/** A row of zeros, one that is the negative of another, one of powers of two, a column of zeros. */
const sparseColumns = (outputs: number, inputs: number) => {
  const { shape, format, scale, data } = randomTensor([outputs, inputs], int(8), 78, 0.01);
  const given = Array.from(data as Int32Array);
  const codes = given.map((code, i) => {
    const [output, input] = [Math.floor(i / inputs), i % inputs];
    if (output === 2 || input === 4) return 0;
    if (output === 3) return -Math.max(-127, given[input] as number);
    if (output === 4) return input === 5 ? -64 : 0;
    return output === 5 ? -Math.abs(code) : code;
  });
  return tensor.fromCodes(
    codes.map((code) => Math.min(127, code)),
    shape,
    format,
    { scale },
  );
};

export const cases: readonly UnitCase[] = [
  {
    title: '1 input, 1 output: every input code',
    unit: 'dense',
    inputs: [stream([1], { zeroPoint: -7 })],
    parameters: layer(1, 1, 1, 1, { output: { format: int(8), scale: 0.03, zeroPoint: 3 } }),
  },
  {
    title: '2 inputs unfolded: every input code',
    unit: 'dense',
    inputs: [stream([2], { lanes: 2, zeroPoint: 5 })],
    parameters: layer(3, 2, 3, 2, { activation: 'relu6' }),
  },
  {
    title: 'lanes, folds and lengths that divide nothing',
    unit: 'dense',
    inputs: [stream([17], { lanes: 3 })],
    parameters: layer(7, 17, 4, 5),
  },
  {
    title: 'folded over inputs only',
    unit: 'dense',
    inputs: [stream([24], { lanes: 4 })],
    parameters: layer(4, 24, 4, 4, { rounding: 'single' }),
  },
  {
    title: 'several vectors, beats across their ends, per-channel scales',
    unit: 'dense',
    inputs: [stream([5, 6], { lanes: 4, zeroPoint: 9 })],
    parameters: layer(4, 6, 2, 3, {
      weights: randomTensor([4, 6], int(8), 5, [0.01, 0.002, 0.03, 0.0001]),
    }),
  },
  {
    title: 'several short vectors whose lanes divide nothing',
    unit: 'dense',
    inputs: [stream([5, 4], { lanes: 2 })],
    parameters: layer(2, 4, 2, 3),
  },
  {
    title: 'constant: 2 inputs, every input code',
    unit: 'dense',
    inputs: [stream([2], { lanes: 2, zeroPoint: 5 })],
    parameters: layer(3, 2, 3, 2, { array: { dataflow: 'constant' } }),
  },
  {
    title: 'constant: a register after each adder, rows of zeros, columns that nobody reads',
    unit: 'dense',
    inputs: [stream([4, 9], { lanes: 9, zeroPoint: -3 })],
    parameters: layer(8, 9, 8, 9, {
      weights: sparseColumns(8, 9),
      array: { dataflow: 'constant', depth: 1 },
    }),
  },
  {
    title: 'constant: unsigned activations, results two a cycle, several vectors',
    unit: 'dense',
    inputs: [stream([3, 7], { lanes: 4, format: uint(4) })],
    parameters: layer(6, 7, 6, 7, { array: { dataflow: 'constant', pe: 2, depth: 3 } }),
  },
  {
    title: 'bit-serial: 2 inputs, every input code',
    unit: 'dense',
    inputs: [stream([2], { lanes: 2, format: int(5), zeroPoint: 5 })],
    parameters: layer(3, 2, 3, 2, { array: { dataflow: 'bit-serial', pe: 3, simd: 2 } }),
  },
  {
    title: 'bit-serial: folds and lengths that divide nothing, several vectors',
    unit: 'dense',
    inputs: [stream([2, 41], { lanes: 4, zeroPoint: -7 })],
    parameters: layer(7, 41, 4, 16, { array: { dataflow: 'bit-serial', pe: 4, simd: 16 } }),
  },
  {
    title: 'bit-serial in both: folds and lengths that divide nothing',
    unit: 'dense',
    inputs: [stream([37], { lanes: 5, zeroPoint: 3 })],
    parameters: layer(5, 37, 2, 10, {
      weights: randomTensor([5, 37], int(5), 6, 0.01),
      array: { dataflow: 'bit-serial', pe: 2, simd: 10, serial: 'both' },
    }),
  },
  {
    title: 'bit-serial in both: one input and output of one bit each',
    unit: 'dense',
    inputs: [stream([1], { lanes: 1, format: int(1) })],
    parameters: layer(1, 1, 1, 1, {
      weights: tensor.fromCodes([-1], [1, 1], int(8), { scale: 0.01 }),
      array: { dataflow: 'bit-serial', serial: 'both' },
    }),
  },
  {
    title: 'composed: folds and lengths that divide nothing, several vectors',
    unit: 'dense',
    inputs: [stream([2, 41], { lanes: 4, zeroPoint: -7 })],
    parameters: layer(7, 41, 3, 4, { array: { dataflow: 'composed', pe: 3, simd: 4 } }),
  },
  {
    title: 'composed: int4 activations, weights of 3 bits, one lane',
    unit: 'dense',
    inputs: [stream([13], { lanes: 1, format: int(4) })],
    parameters: layer(3, 13, 1, 1, {
      weights: randomTensor([3, 13], int(3), 8, 0.01),
      array: { dataflow: 'composed' },
    }),
  },
  {
    title: 'composed: 2 inputs of 7 bits at once, every input code',
    unit: 'dense',
    inputs: [stream([2], { lanes: 2, format: int(7), zeroPoint: 2 })],
    parameters: layer(2, 2, 1, 1, { array: { dataflow: 'composed', pe: 1, simd: 1 } }),
  },
  {
    title: 'skipping zeros: sparse rows, a row of zeros, several vectors',
    unit: 'dense',
    inputs: [stream([3, 40], { lanes: 2, zeroPoint: -3 })],
    parameters: layer(9, 40, 4, 1, { weights: sparse(9, 40), array: { pe: 4, skip: true } }),
  },
  {
    title: 'skipping zeros: several activations a beat, one vector, one PE too many',
    unit: 'dense',
    inputs: [stream([100], { lanes: 5 })],
    parameters: layer(6, 100, 4, 1, { weights: sparse(6, 100), array: { pe: 5, skip: true } }),
  },
  {
    title: 'uint4 activations, int3 weights, no bias',
    unit: 'dense',
    inputs: [stream([10], { format: uint(4), lanes: 2 })],
    parameters: {
      weights: randomTensor([6, 10], int(3), 8, 0.1),
      array: { pe: 3, simd: 2 },
      output: { format: int(5), scale: 0.4 },
    },
  },
  {
    title: 'int16 input, int64 accumulator, left shift of 7: every input code',
    unit: 'dense',
    inputs: [stream([1], { format: int(16) })],
    parameters: {
      weights: tensor.fromCodes([127, -128, 1], [3, 1], int(8), { scale: [0.01, 0.02, 6.4] }),
      bias: tensor.fromCodes([-(2 ** 21), 77, 3], [3], int(64)),
      array: { pe: 3, simd: 1 },
      output: { format: int(16), scale: 0.0033 },
    },
  },
  {
    title: 'int16 input, bias of 47 bits, per-channel scales down to a right shift of 46',
    unit: 'dense',
    inputs: [stream([17], { format: int(16), lanes: 3 })],
    parameters: {
      weights: randomTensor([5, 17], int(8), 3, [0.01, 0.005, 2e-8, 3e-8, 4e-9]),
      bias: tensor.fromCodes([-900_000, 2 ** 33, 2 ** 46 - 1, -(2 ** 46), 5], [5], int(64)),
      array: { pe: 2, simd: 4 },
      output: { format: int(16), scale: 4 },
    },
  },
  {
    title: 'int16 input, one scale, no bias, single rounding',
    unit: 'dense',
    inputs: [stream([2, 9], { format: int(16), lanes: 2 })],
    parameters: {
      weights: randomTensor([4, 9], int(4), 3, 0.01),
      rounding: 'single',
      array: { pe: 4, simd: 3 },
      output: { format: int(16), scale: 1 },
    },
  },
  {
    title: 'int16 input, int64 accumulator, zeros skipped',
    unit: 'dense',
    inputs: [stream([40], { format: int(16), lanes: 2 })],
    parameters: {
      weights: sparse(9, 40),
      bias: tensor.fromCodes([2 ** 22, -(2 ** 33), 0, 1, 2, 3, -4, 5, 6], [9], int(64)),
      array: { pe: 4, skip: true },
      output: { format: int(16), scale: 4 },
    },
  },
  {
    title: 'int16 input, int32 accumulator by choice',
    unit: 'dense',
    inputs: [stream([6], { format: int(16), lanes: 2 })],
    parameters: {
      weights: randomTensor([3, 6], int(8), 3, 0.01),
      bias: randomBias(3, 2 ** 24, 4),
      accumulator: 'int32',
      array: { pe: 1, simd: 3 },
      output: { format: int(16), scale: 1 },
    },
  },
  {
    title: 'int8 input, int64 accumulator by choice, zero point',
    unit: 'dense',
    inputs: [stream([6], { zeroPoint: -9, lanes: 2 })],
    parameters: layer(3, 6, 1, 3, { accumulator: 'int64' }),
  },
  {
    title: 'an output of zero weights and a bias below zero, beside others that bend at zero',
    unit: 'dense',
    inputs: [stream([3, 2], { scale: 0.005625, zeroPoint: -61 })],
    parameters: {
      weights: tensor.fromCodes(
        [3, 0, 2, 3, -2, 3, -4, 0, -4, -2, 0, 0, -3, 2, 0, -4, 0, -4],
        [9, 2],
        int(3),
        { scale: 0.1 },
      ),
      bias: tensor.of([10, -200, 57, -154, -134, -90, -277, -106, 268], int(32)),
      activation: 'relu_n1_to_1',
      output: { format: int(8), scale: 0.0159 },
    },
  },
];

/** Far from the real numbers, and no less exact. */
export const wrapping: UnitCase = {
  title: 'constant: int16 activations and weights, sums that wrap at 32 bits',
  unit: 'dense',
  inputs: [stream([6], { lanes: 6, format: int(16) })],
  parameters: layer(5, 6, 5, 6, {
    weights: randomTensor([5, 6], int(16), 3, 0.01),
    accumulator: 'int32',
    array: { dataflow: 'constant' },
  }),
};

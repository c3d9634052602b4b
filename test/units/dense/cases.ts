import { int, uint } from '../../../generator/dsl/formats.js';
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
    title: 'uint4 activations, int3 weights, no bias',
    unit: 'dense',
    inputs: [stream([10], { format: uint(4), lanes: 2 })],
    parameters: {
      weights: randomTensor([6, 10], int(3), 8, 0.1),
      array: { pe: 3, simd: 2 },
      output: { format: int(5), scale: 0.4 },
    },
  },
];

import { binary, codebook, flint, int, olive, ternary } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const convolution = (
  [inputFormat, weightFormat, outputFormat]: readonly [NumberFormat, NumberFormat, NumberFormat],
  more: Readonly<Record<string, unknown>> = {},
): Omit<UnitCase, 'title'> => ({
  unit: 'conv2d',
  inputs: [stream([5, 4, 4], { format: inputFormat, lanes: 2, scale: 1 })],
  parameters: {
    weights: randomTensor([3, 3, 2, 4], weightFormat, 9, 1),
    bias: randomBias(3, 5, 3),
    array: { pe: 2, simd: 4 },
    output: { format: outputFormat, scale: 3 },
    ...more,
  },
});

export const formatCases: readonly UnitCase[] = [
  {
    title: 'binary to binary, whole windows, beats that windows leave unfilled',
    ...convolution([binary(), binary(), binary()], {
      padding: 'valid',
      array: { pe: 3, simd: 5 },
    }),
  },
  {
    title: 'ternary x flint4 to ternary, padded',
    ...convolution([ternary(), flint(4), ternary()]),
  },
  {
    title: 'olive x olive in columns, padded',
    ...convolution([olive(), olive(), int(16)], { array: { pe: 3, simd: 24 } }),
  },
  {
    title: 'int8 x codebook, summed up by value, padded',
    ...convolution([int(8), codebook([-9, -2, 3, 70]), int(16)], {
      array: { pe: 2, simd: 5, centroids: 'accumulate' },
    }),
  },
];

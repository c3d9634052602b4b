import { binary, int, powerOfTwo, uint } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const convolution = (
  [inputFormat, weightFormat, outputFormat]: readonly [NumberFormat, NumberFormat, NumberFormat],
  more: Readonly<Record<string, unknown>> = {},
): Omit<UnitCase, 'title'> => ({
  unit: 'depthwise_conv2d',
  inputs: [stream([5, 4, 4], { format: inputFormat, lanes: 2, scale: 1 })],
  parameters: {
    weights: randomTensor([1, 3, 2, 4], weightFormat, 9, 1),
    bias: randomBias(4, 5, 3),
    array: { pe: 2, simd: 3 },
    output: { format: outputFormat, scale: 1 },
    ...more,
  },
});

export const formatCases: readonly UnitCase[] = [
  {
    title: 'binary to binary, columns of three taps a cell',
    ...convolution([binary(), binary(), binary()], { padding: 'valid' }),
  },
  {
    title: 'uint4 x powerOfTwo3 to int8, padded, out of look-up tables',
    ...convolution([uint(4), powerOfTwo(3), int(8)], {
      array: { pe: 4, simd: 1, multiplier: 'lut' },
    }),
  },
];

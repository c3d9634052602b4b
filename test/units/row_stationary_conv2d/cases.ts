import { int, uint } from '../../../generator/dsl/formats.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const convolution = (
  title: string,
  image: readonly [number, number, number],
  [outputs, height, width]: readonly [number, number, number],
  columns: number,
  {
    input = {},
    ...more
  }: { readonly input?: Parameters<typeof stream>[1]; readonly [key: string]: unknown } = {},
): UnitCase => ({
  title,
  unit: 'row_stationary_conv2d',
  inputs: [stream(image, { zeroPoint: -11, ...input })],
  parameters: {
    weights: randomTensor(
      [outputs, height, width, image[2]],
      int(8),
      image[0] * 7 + columns,
      Array.from({ length: outputs }, (_, i) => 0.002 * (i + 1)),
    ),
    bias: randomBias(outputs, 3000, height),
    array: { columns },
    output: { format: int(8), scale: 0.3, zeroPoint: 4 },
    ...more,
  },
});

export const cases: readonly UnitCase[] = [
  convolution('1 x 1: every code', [1, 1, 1], [1, 1, 1], 1),
  convolution('3 x 3 same, strips that do not divide', [5, 6, 2], [3, 3, 3], 2, {
    input: { lanes: 2 },
  }),
  convolution('all rows in one strip', [4, 5, 1], [4, 3, 3], 4, { activation: 'relu' }),
  convolution('2 x 5 valid, stride 3 x 2: rows left over below', [9, 8, 1], [4, 2, 5], 2, {
    padding: 'valid',
    stride: [3, 2],
  }),
  convolution('3 x 2 same, dilation 2 x 1, uint4', [6, 4, 2], [3, 3, 2], 3, {
    dilation: [2, 1],
    input: { format: uint(4), zeroPoint: 2 },
  }),
  convolution('4 x 1, a row at a time, padding of its own', [5, 3, 3], [2, 4, 1], 1, {
    padding: { top: 2, bottom: 1, left: 0, right: 0 },
    input: { lanes: 3 },
  }),
];

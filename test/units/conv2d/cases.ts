import { int, uint } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

interface Layer {
  readonly title: string;
  /** height, width, channels */
  readonly image: readonly [number, number, number];
  /** outputs, kernel height, kernel width */
  readonly kernel: readonly [number, number, number];
  readonly lanes?: number;
  readonly pe: number;
  readonly simd: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

const convolution = ({ title, image, kernel, lanes = 1, pe, simd, more }: Layer): UnitCase => {
  const [outputs, height, width] = kernel;
  const scales = Array.from({ length: outputs }, (_, i) => 0.002 * (i + 1));
  return {
    title,
    unit: 'conv2d',
    inputs: [stream(image, { lanes, zeroPoint: -11 })],
    parameters: {
      weights: randomTensor([outputs, height, width, image[2]], int(8), image[0] * 7 + pe, scales),
      bias: randomBias(outputs, 3000, simd),
      array: { pe, simd },
      output: { format: int(8), scale: 0.3, zeroPoint: 4 },
      ...more,
    },
  };
};

export const cases: readonly UnitCase[] = [
  convolution({
    title: 'bit-serial: 3x3 same, folds that divide nothing',
    image: [4, 5, 3],
    kernel: [3, 3, 3],
    pe: 2,
    simd: 12,
    more: { array: { dataflow: 'bit-serial', pe: 2, simd: 12 } },
  }),
  convolution({
    title: 'constant: 3x3 same, results a vector a cycle',
    image: [4, 5, 2],
    kernel: [4, 3, 3],
    lanes: 2,
    pe: 4,
    simd: 18,
    more: { array: { dataflow: 'constant' } },
  }),
  convolution({
    title: '3x3 same, folds and lanes that divide nothing',
    image: [5, 7, 3],
    kernel: [5, 3, 3],
    lanes: 2,
    pe: 2,
    simd: 5,
  }),
  convolution({
    title: '3x3 same stride 2, even image: padding on one side only',
    image: [6, 8, 2],
    kernel: [3, 3, 3],
    lanes: 2,
    pe: 3,
    simd: 2,
    more: { stride: [2, 2], activation: 'relu' },
  }),
  convolution({
    title: '2x5 valid, stride 3x2: rows left over below',
    image: [9, 8, 1],
    kernel: [4, 2, 5],
    pe: 4,
    simd: 10,
    more: { padding: 'valid', stride: [3, 2] },
  }),
  convolution({
    title: 'stride larger than the kernel',
    image: [10, 7, 2],
    kernel: [2, 1, 2],
    pe: 1,
    simd: 2,
    more: { padding: 'valid', stride: [4, 3] },
  }),
  convolution({
    title: 'dilation 2x3 with same padding',
    image: [7, 9, 2],
    kernel: [2, 3, 2],
    lanes: 2,
    pe: 1,
    simd: 4,
    more: { dilation: [2, 3] },
  }),
  convolution({
    title: 'explicit padding, single rounding',
    image: [4, 5, 2],
    kernel: [3, 3, 3],
    pe: 3,
    simd: 6,
    more: {
      padding: { top: 2, bottom: 0, left: 1, right: 2 },
      stride: [2, 1],
      rounding: 'single',
    },
  }),
  convolution({
    title: '1x1, no window',
    image: [3, 4, 6],
    kernel: [8, 1, 1],
    lanes: 4,
    pe: 4,
    simd: 3,
  }),
  convolution({
    title: '1x1 stride 2',
    image: [5, 5, 4],
    kernel: [4, 1, 1],
    lanes: 4,
    pe: 2,
    simd: 4,
    more: { stride: [2, 2] },
  }),
  convolution({
    title: 'kernel as large as the image: one output',
    image: [4, 3, 2],
    kernel: [3, 4, 3],
    pe: 3,
    simd: 2,
    more: { padding: 'valid' },
  }),
  convolution({
    title: 'fully unfolded: the window is the limit',
    image: [4, 4, 2],
    kernel: [2, 3, 3],
    lanes: 2,
    pe: 2,
    simd: 18,
  }),
  convolution({
    title: 'column beats: tall kernel, stride 2, channels in groups',
    image: [9, 6, 4],
    kernel: [2, 5, 3],
    lanes: 2,
    pe: 2,
    simd: 10,
    more: { stride: [2, 2] },
  }),
  convolution({
    title: 'column beats: dilation, valid, rows left over',
    image: [8, 7, 2],
    kernel: [2, 3, 2],
    lanes: 2,
    pe: 2,
    simd: 5,
    more: { dilation: [2, 1], padding: 'valid', stride: [2, 2] },
  }),
  convolution({
    title: 'skipping zeros behind a window',
    image: [5, 6, 4],
    kernel: [5, 3, 3],
    lanes: 4,
    pe: 3,
    simd: 1,
    more: { array: { pe: 3, skip: true }, stride: [2, 1] },
  }),
  convolution({
    title: '1x1 stride 2: what comes is more than what is read',
    image: [8, 8, 4],
    kernel: [4, 1, 1],
    lanes: 4,
    pe: 4,
    simd: 2,
    more: { stride: [2, 2] },
  }),
  {
    title: 'uint4 image, int2 weights',
    unit: 'conv2d',
    inputs: [stream([5, 4, 2], { format: uint(4), zeroPoint: 2 })],
    parameters: {
      weights: randomTensor([3, 2, 2, 2], int(2), 3, 0.5),
      array: { pe: 1, simd: 4 },
      output: { format: uint(4), scale: 0.6, zeroPoint: 7 },
    },
  },
  {
    title: 'int16 image, int64 accumulator, bias of 40 bits',
    unit: 'conv2d',
    inputs: [stream([5, 4, 2], { format: int(16), lanes: 2 })],
    parameters: {
      weights: randomTensor([3, 3, 2, 2], int(8), 3, [0.01, 1e-7, 0.002]),
      bias: tensor.fromCodes([2 ** 20, -(2 ** 39), -5], [3], int(64)),
      stride: [2, 1],
      array: { pe: 2, simd: 5 },
      output: { format: int(16), scale: 4 },
    },
  },
];

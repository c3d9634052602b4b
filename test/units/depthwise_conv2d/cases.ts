import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

interface Layer {
  readonly title: string;
  /** height, width, channels */
  readonly image: readonly [number, number, number];
  /** kernel height, kernel width, channel multiplier */
  readonly kernel: readonly [number, number, number];
  readonly lanes?: number;
  readonly pe: number;
  readonly simd?: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

const depthwise = ({ title, image, kernel, lanes = 1, pe, simd, more }: Layer): UnitCase => {
  const [height, width, multiplier] = kernel;
  const outputs = image[2] * multiplier;
  const scales = Array.from({ length: outputs }, (_, i) => 0.002 * (i + 1));
  return {
    title,
    unit: 'depthwise_conv2d',
    inputs: [stream(image, { lanes, zeroPoint: 13 })],
    parameters: {
      weights: randomTensor([1, height, width, outputs], int(8), image[0] * 5 + pe, scales),
      bias: randomBias(outputs, 3000, pe),
      array: { pe, ...(simd === undefined ? {} : { simd }) },
      output: { format: int(8), scale: 0.1, zeroPoint: -4 },
      ...more,
    },
  };
};

export const cases: readonly UnitCase[] = [
  depthwise({ title: '3x3 same, one channel a cycle', image: [4, 5, 3], kernel: [3, 3, 1], pe: 1 }),
  depthwise({
    title: 'channels that pe does not divide, lanes across pixels',
    image: [4, 5, 5],
    kernel: [3, 2, 1],
    lanes: 3,
    pe: 2,
    more: { activation: 'relu6' },
  }),
  depthwise({
    title: 'all channels at once, stride 2',
    image: [6, 6, 4],
    kernel: [3, 3, 1],
    lanes: 4,
    pe: 4,
    more: { stride: [2, 2] },
  }),
  depthwise({
    title: 'multiplier 8 of one channel, pe 2: several passes over a channel',
    image: [6, 5, 1],
    kernel: [3, 2, 8],
    pe: 2,
    more: { padding: 'valid', stride: [1, 2] },
  }),
  depthwise({
    title: 'multiplier 2, pe 4: two channels side by side, the last alone',
    image: [5, 4, 3],
    kernel: [2, 2, 2],
    pe: 4,
    more: { rounding: 'single' },
  }),
  depthwise({
    title: 'dilation 2, multiplier 3 = pe',
    image: [6, 6, 2],
    kernel: [2, 3, 3],
    lanes: 2,
    pe: 3,
    more: { dilation: [2, 2] },
  }),
  depthwise({
    title: 'a column of taps a cycle, channels that pe does not divide',
    image: [5, 6, 5],
    kernel: [3, 3, 1],
    lanes: 5,
    pe: 2,
    simd: 3,
    more: { stride: [2, 1] },
  }),
  depthwise({
    title: 'a column of taps a cycle, multiplier 4 in two passes',
    image: [4, 5, 2],
    kernel: [2, 3, 4],
    pe: 2,
    simd: 2,
    more: { padding: 'valid' },
  }),
  depthwise({ title: '1x1 kernel', image: [3, 3, 4], kernel: [1, 1, 1], lanes: 2, pe: 2 }),
  {
    title: 'int16 image, int64 accumulator, bias of 40 bits, relu',
    unit: 'depthwise_conv2d',
    inputs: [stream([4, 5, 3], { format: int(16), lanes: 2 })],
    parameters: {
      weights: randomTensor([1, 3, 2, 6], int(8), 3, [0.01, 1e-7, 0.002, 0.01, 0.02, 0.005]),
      bias: tensor.fromCodes([2 ** 20, 2 ** 39, -5, 0, 7, -100_000], [6], int(64)),
      activation: 'relu',
      array: { pe: 2, simd: 3 },
      output: { format: int(16), scale: 2 },
    },
  },
];

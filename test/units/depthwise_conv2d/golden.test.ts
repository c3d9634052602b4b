import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

const plain = { format: int(16), scale: 1 };

describe('depthwise_conv2d, golden', () => {
  it('keeps the channels apart', () => {
    const unit = bindUnit('depthwise_conv2d', [stream([2, 2, 2], { scale: 1 })], {
      weights: tensor.of(
        [
          [
            [
              [1, 10],
              [2, 20],
            ],
            [
              [3, 30],
              [4, 40],
            ],
          ],
        ],
        int(8),
      ),
      bias: tensor.fromCodes([100, 0], [2], int(32)),
      padding: 'valid',
      output: plain,
    });
    // Channel 0: 1, 2, 3, 4; channel 1: 5, 6, 7, 8.
    expect(runUnit(unit, [1, 5, 2, 6, 3, 7, 4, 8])).toEqual([
      100 + 1 + 4 + 9 + 16,
      50 + 120 + 210 + 320,
    ]);
  });

  it('makes output c * multiplier + m of input c', () => {
    const unit = bindUnit('depthwise_conv2d', [stream([1, 1, 2], { scale: 1 })], {
      weights: tensor.of([[[[1, 2, 3, 4]]]], int(8)),
      output: plain,
    });
    expect(runUnit(unit, [10, 100])).toEqual([10, 20, 300, 400]);
  });

  it('counts padding for zero, whatever the zero point', () => {
    const unit = bindUnit('depthwise_conv2d', [stream([1, 3, 1], { scale: 1, zeroPoint: 9 })], {
      weights: tensor.of([[[[1], [10], [100]]]], int(8)),
      output: plain,
    });
    expect(runUnit(unit, [10, 11, 12])).toEqual([210, 321, 32]);
  });

  it.each(cases)('is within one code of the real-valued reference: $title', (unitCase) => {
    expect(distanceFromReference(unitCase, 20)).toBeLessThanOrEqual(1.001);
  });
});

describe('depthwise_conv2d, what is refused', () => {
  const good = {
    weights: randomTensor([1, 3, 3, 4], int(8), 1),
    bias: randomBias(4, 10, 1),
    array: { pe: 2 },
    output: { format: int(8), scale: 0.1 },
  };
  const problems = (change: object): readonly string[] =>
    problemsOf(() => bindUnit('depthwise_conv2d', [stream([5, 6, 2])], { ...good, ...change }));

  it('is nothing of what is good', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [
      'outputs that the channels do not divide',
      { weights: randomTensor([1, 3, 3, 3], int(8), 1), bias: undefined, array: {} },
      'E_SHAPE at design.depthwise_conv2d0.weights: gives shape [1, 3, 3, 3], needs [1, height, width, a multiple of 2] for an input of shape [5, 6, 2]',
    ],
    [
      'weights as of a convolution',
      { weights: randomTensor([4, 3, 3, 2], int(8), 1) },
      'E_SHAPE at design.depthwise_conv2d0.weights: gives shape [4, 3, 3, 2], needs [1, height, width, a multiple of 2] for an input of shape [5, 6, 2]',
    ],
    [
      'a width that does not fold',
      { array: { pe: 3 } },
      'E_PARAMETER at design.depthwise_conv2d0.array.pe: gives 3, needs a divisor or a multiple of the channel multiplier 2; set depthwise_conv2d0.array.pe to one of 1, 2, 4',
    ],
    [
      'more PEs than outputs',
      { array: { pe: 6 } },
      'E_PARAMETER at design.depthwise_conv2d0.array.pe: gives 6, there are only 4 outputs; set depthwise_conv2d0.array.pe between 1 and 4',
    ],
    [
      'a kernel larger than the image, valid',
      { weights: randomTensor([1, 6, 3, 4], int(8), 1), padding: 'valid' },
      "E_SHAPE at design.depthwise_conv2d0.in: an image of 5 x 6 has no room for a window of 6 x 3; set padding 'same' or a smaller kernel or dilation",
    ],
    [
      'windows wholly in the padding',
      { padding: { top: 0, bottom: 0, left: 0, right: 3 } },
      'E_PARAMETER at design.depthwise_conv2d0.padding: gives windows that lie wholly in the padding of a 3 x 3 kernel; pad by less than the kernel on each side',
    ],
    [
      'a bias of another length',
      { bias: randomBias(2, 10, 1) },
      'E_SHAPE at design.depthwise_conv2d0.bias: gives shape [2], needs [4], one per output channel',
    ],
    [
      'another number of scales',
      { weights: randomTensor([1, 3, 3, 4], int(8), 1, [1, 2]) },
      'E_SHAPE at design.depthwise_conv2d0.weights: gives 2 scales for 4 output channels; give one scale, or one per output channel',
    ],
  ] as const)('is %s', (_, change, message) => {
    expect(problems(change)).toEqual([message]);
  });
});

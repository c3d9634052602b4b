import { describe, expect, it } from 'vitest';
import { int } from '../../../generator/dsl/formats.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import { distanceFromReference, problemsOf } from '../../support/golden.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import { bindUnit, runUnit } from '../../support/units.js';
import { cases } from './cases.js';

/** Codes that are values, and an accumulator that is the output. */
const plain = { format: int(16), scale: 1 };
const image = (height: number, width: number, channels = 1, zeroPoint = 0) =>
  stream([height, width, channels], { scale: 1, zeroPoint });
const kernel = (rows: readonly (readonly number[])[]) =>
  tensor.fromCodes(rows.flat(), [1, rows.length, rows[0]?.length ?? 0, 1], int(8));

describe('conv2d, golden', () => {
  const ones = kernel([
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ]);

  it('sums a 3 x 3 window, the padding counting for zero', () => {
    const unit = bindUnit('conv2d', [image(3, 3)], { weights: ones, output: plain });
    expect(runUnit(unit, [1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([
      12, 21, 16, 27, 45, 33, 24, 39, 28,
    ]);
  });

  it('pads with the zero point: a window of it sums to nothing', () => {
    const unit = bindUnit('conv2d', [image(2, 2, 1, 7)], { weights: ones, output: plain });
    expect(runUnit(unit, [7, 7, 7, 7])).toEqual([0, 0, 0, 0]);
    expect(runUnit(unit, [8, 7, 7, 7])).toEqual([1, 1, 1, 1]);
  });

  it('pads an even image before stride 2 on the far side only', () => {
    const weights = kernel([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    const unit = bindUnit('conv2d', [image(4, 4)], { weights, stride: [2, 2], output: plain });
    const x = Array.from({ length: 16 }, (_, i) => (i === 0 || i === 15 ? 1 : 0));
    // The first window starts at pixel 0; pixel 15 is the second row, second column of the last one.
    expect(runUnit(unit, x)).toEqual([1, 0, 0, 5]);
  });

  it('walks with stride and dilation over valid windows', () => {
    const unit = bindUnit('conv2d', [image(5, 6)], {
      weights: kernel([
        [1, 10],
        [100, 0],
      ]),
      padding: 'valid',
      stride: [1, 2],
      dilation: [3, 2],
      output: plain,
    });
    const x = Array.from({ length: 30 }, (_, i) => i);
    // (0,0) + 10 (0,2) + 100 (3,0), then two columns on, then a row on.
    expect(runUnit(unit, x)).toEqual([1820, 2042, 2486, 2708]);
  });

  it('has its channels last, in image and weights', () => {
    const weights = tensor.of([[[[1, 2]]], [[[-1, 0]]]], int(8));
    const unit = bindUnit('conv2d', [image(1, 2, 2)], { weights, output: plain });
    expect(runUnit(unit, [3, 4, 5, 6])).toEqual([11, -3, 17, -5]);
  });

  it.each([
    [[5, 7], [3, 3], [1, 1], [1, 1], 'same', [5, 7]],
    [[5, 7], [3, 3], [2, 2], [1, 1], 'same', [3, 4]],
    [[5, 7], [3, 3], [2, 2], [1, 1], 'valid', [2, 3]],
    [[49, 10], [10, 4], [2, 2], [1, 1], 'same', [25, 5]],
    [[7, 9], [3, 2], [1, 1], [2, 3], 'valid', [3, 6]],
    [[4, 4], [3, 3], [2, 1], [1, 1], { top: 2, bottom: 0, left: 1, right: 2 }, [2, 5]],
  ])(
    'makes of %j with kernel %j, stride %j, dilation %j, padding %j an image of %j',
    (size, [kernelHeight = 1, kernelWidth = 1], stride, dilation, padding, expected) => {
      const { spec } = bindUnit('conv2d', [stream([...size, 1])], {
        weights: randomTensor([2, kernelHeight, kernelWidth, 1], int(8), 1),
        ...{ stride, dilation, padding, output: plain },
      });
      expect(spec.output.shape).toEqual([...expected, 2]);
    },
  );

  it.each(cases)('is within one code of the real-valued reference: $title', (unitCase) => {
    expect(distanceFromReference(unitCase, 20)).toBeLessThanOrEqual(1.001);
  });
});

describe('conv2d, what is refused', () => {
  const good = {
    weights: randomTensor([4, 3, 3, 2], int(8), 1),
    bias: randomBias(4, 10, 1),
    array: { pe: 2, simd: 6 },
    output: { format: int(8), scale: 0.1 },
  };
  const problems = (change: object, shape: readonly number[] = [5, 6, 2]): readonly string[] =>
    problemsOf(() => bindUnit('conv2d', [stream(shape)], { ...good, ...change }));

  it('is nothing of what is good', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [
      'weights for other channels',
      { weights: randomTensor([4, 3, 3, 3], int(8), 1) },
      'E_SHAPE at design.conv2d0.weights: gives shape [4, 3, 3, 3], needs [outputs, height, width, 2] for an input of shape [5, 6, 2]',
    ],
    [
      'a kernel larger than the image, valid',
      { weights: randomTensor([4, 6, 3, 2], int(8), 1), padding: 'valid', array: {} },
      "E_SHAPE at design.conv2d0.in: an image of 5 x 6 has no room for a window of 6 x 3; set padding 'same' or a smaller kernel or dilation",
    ],
    [
      'a dilation beyond the image, valid',
      { dilation: [1, 3], padding: 'valid' },
      "E_SHAPE at design.conv2d0.in: an image of 5 x 6 has no room for a window of 3 x 7; set padding 'same' or a smaller kernel or dilation",
    ],
    [
      'windows wholly in the padding',
      { padding: { top: 3, bottom: 0, left: 0, right: 0 } },
      'E_PARAMETER at design.conv2d0.padding: gives windows that lie wholly in the padding of a 3 x 3 kernel; pad by less than the kernel on each side',
    ],
    [
      'a bias of another length',
      { bias: randomBias(5, 10, 1) },
      'E_SHAPE at design.conv2d0.bias: gives shape [5], needs [4], one per output channel',
    ],
    [
      'another number of scales',
      { weights: randomTensor([4, 3, 3, 2], int(8), 1, [1, 2]) },
      'E_SHAPE at design.conv2d0.weights: gives 2 scales for 4 output channels; give one scale, or one per output channel',
    ],
    [
      'more PEs than outputs',
      { array: { pe: 8 } },
      'E_PARAMETER at design.conv2d0.array.pe: gives 8, there are only 4 outputs; set conv2d0.array.pe between 1 and 4',
    ],
    [
      'more products than a window has',
      { array: { simd: 19 } },
      'E_PARAMETER at design.conv2d0.array.simd: gives 19, there are only 18 inputs; set conv2d0.array.simd between 1 and 18',
    ],
    [
      'no products',
      { array: { simd: 0 } },
      /^E_PARAMETER at design\.conv2d0\.array\.simd: .*from 1; set/,
    ],
    [
      'a stride of zero',
      { stride: [0, 1] },
      /^E_PARAMETER at design\.conv2d0\.stride\.0: .*from 1; set/,
    ],
    ['a stride for one axis', { stride: [1] }, /^E_PARAMETER at design\.conv2d0\.stride/],
    [
      'a negative padding',
      { padding: { top: -1, bottom: 0, left: 0, right: 0 } },
      /^E_PARAMETER at design\.conv2d0\.padding/,
    ],
    [
      'an unknown parameter',
      { strides: [1, 1] },
      'E_PARAMETER at design.conv2d0: has no parameter strides; did you mean stride?',
    ],
  ] as const)('is %s', (_, change, message) => {
    const told = problems(change);
    expect(told).toHaveLength(1);
    if (typeof message === 'string') expect(told[0]).toBe(message);
    else expect(told[0]).toMatch(message);
  });

  it('is an image without channels', () => {
    expect(problems({}, [5, 6])).toEqual([
      'E_SHAPE at design.conv2d0.in: gives shape [5, 6], needs [height, width, channels]; reshape the stream first',
    ]);
  });
});

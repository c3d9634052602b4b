import { codebook, int, powerOfTwo, uint } from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const layer = (
  [inputFormat, weightFormat]: readonly [NumberFormat, NumberFormat],
  [outputs, inputs, pe, simd]: readonly [number, number, number, number],
  more: { readonly shape?: readonly number[]; readonly multiplier?: 'lut' | 'dsp' } = {},
): Omit<UnitCase, 'title'> => ({
  unit: 'dense',
  inputs: [
    stream([...(more.shape ?? []), inputs], {
      format: inputFormat,
      lanes: Math.min(simd, 3),
      scale: 0.05,
      zeroPoint: 3,
    }),
  ],
  parameters: {
    weights: randomTensor([outputs, inputs], weightFormat, outputs * 31 + inputs, 0.01),
    bias: randomBias(outputs, 50, inputs),
    array: { pe, simd, centroids: 'accumulate', multiplier: more.multiplier },
    output: { format: int(8), scale: 0.02 },
  },
});

const four = codebook([-70, -5, 8, 127]);
const withZero = codebook([-3000, 0, 21]);
const seven = codebook([-70, -33, -5, 3, 8, 21, 127]);

/** Sums by value; those named here in every run, all in regress. */
export const centroidCases: readonly UnitCase[] = [
  { title: 'sums by value, as many values as beats', ...layer([int(8), four], [6, 8, 2, 2]) },
  {
    title: 'sums by value, several vectors and nothing divides',
    ...layer([int(8), seven], [5, 23, 2, 3], { shape: [3] }),
  },
  {
    title: 'sums by value, two PEs to a multiplier of look-up tables',
    ...layer([int(4), four], [7, 19, 4, 2], { shape: [2], multiplier: 'lut' }),
  },
  {
    title: 'sums by value, passes shorter than their values',
    ...layer([uint(4), seven], [4, 9, 2, 5], { shape: [2] }),
  },
  {
    title: 'sums by value, a pass a beat',
    ...layer([int(8), seven], [3, 6, 1, 6], { shape: [2] }),
  },
  { title: 'sums by value, zeros beside, one lane', ...layer([int(8), withZero], [3, 11, 3, 1]) },
  { title: 'sums by value, one value', ...layer([int(8), codebook([5, 5])], [2, 4, 1, 2]) },
  {
    title: 'sums by value, powers of two',
    ...layer([uint(8), powerOfTwo(3)], [5, 17, 1, 4]),
  },
];

const everyRun = ['several vectors', 'two PEs', 'shorter', 'zeros beside'];

/** One of each kind of pass. */
export const quickCentroidCases = centroidCases.filter(({ title }) =>
  everyRun.some((part) => title.includes(part)),
);

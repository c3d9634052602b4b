import {
  binary,
  codebook,
  flint,
  int,
  olive,
  powerOfTwo,
  ternary,
  uint,
} from '../../../generator/dsl/formats.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import type { UnitCase } from '../../support/unit-case.js';

const layer = (
  [inputFormat, weightFormat]: readonly [NumberFormat, NumberFormat],
  [outputs, inputs, pe, simd]: readonly [number, number, number, number],
  more: Readonly<Record<string, unknown>> = {},
): Omit<UnitCase, 'title'> => ({
  unit: 'dense',
  inputs: [stream([inputs], { format: inputFormat, lanes: Math.min(simd, 3), scale: 0.05 })],
  parameters: {
    weights: randomTensor([outputs, inputs], weightFormat, outputs * 31 + inputs, 0.01),
    bias: randomBias(outputs, 50, inputs),
    array: { pe, simd },
    output: { format: int(8), scale: 0.02 },
    ...more,
  },
});

const book = codebook([-70, -33, -12, -5, 3, 8, 21, 55, 127]);

/** A case for each class of weight and activation formats; those named here in every run, all in regress. */
export const formatCases: readonly UnitCase[] = [
  { title: 'binary x binary, whole cells', ...layer([binary(), binary()], [4, 12, 2, 6]) },
  { title: 'binary x binary, nothing divides', ...layer([binary(), binary()], [5, 17, 2, 4]) },
  { title: 'binary x binary, every input', ...layer([binary(), binary()], [3, 7, 3, 7]) },
  { title: 'int8 x binary', ...layer([int(8), binary()], [5, 17, 2, 4]) },
  { title: 'uint4 x ternary', ...layer([uint(4), ternary()], [5, 11, 3, 3]) },
  { title: 'ternary x ternary', ...layer([ternary(), ternary()], [3, 8, 1, 5]) },
  { title: 'binary x int4', ...layer([binary(), int(4)], [4, 9, 2, 4]) },
  { title: 'ternary x int8', ...layer([ternary(), int(8)], [4, 9, 2, 2]) },
  { title: 'int8 x powerOfTwo4', ...layer([int(8), powerOfTwo(4)], [3, 7, 2, 3]) },
  { title: 'powerOfTwo3 x uint5', ...layer([powerOfTwo(3), uint(5)], [3, 7, 2, 3]) },
  {
    title: 'flint4 x signed flint4',
    ...layer([flint(4), flint(4, { signed: true })], [3, 9, 2, 4]),
  },
  { title: 'flint8 x flint8', ...layer([flint(8), flint(8)], [3, 7, 2, 3]) },
  { title: 'int8 x flint4', ...layer([int(8), flint(4)], [3, 9, 2, 4]) },
  { title: 'flint5 x binary', ...layer([flint(5), binary()], [3, 9, 2, 4]) },
  { title: 'int8 x codebook', ...layer([int(8), book], [3, 9, 2, 4]) },
  { title: 'codebook x binary, no zero on either side', ...layer([book, binary()], [4, 9, 2, 4]) },
  { title: 'codebook x codebook', ...layer([book, book], [3, 9, 2, 4]) },
  { title: 'olive x olive', ...layer([olive(), olive()], [4, 10, 2, 4]) },
  { title: 'int8 x olive', ...layer([int(8), olive()], [4, 10, 2, 4]) },
  { title: 'olive x ternary', ...layer([olive(), ternary()], [4, 10, 2, 2]) },
];

const everyRun = [
  'binary x binary, nothing divides',
  'int8 x binary',
  'uint4 x ternary',
  'binary x int4',
  'int8 x powerOfTwo4',
  'flint8 x flint8',
  'codebook x binary, no zero on either side',
  'olive x olive',
];

/** One of each kind of cell. */
export const quickFormatCases = formatCases.filter(({ title }) => everyRun.includes(title));

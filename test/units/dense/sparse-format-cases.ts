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
import { nm } from '../../../generator/dsl/sparsity.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import { randomBias, stream } from '../../support/streams.js';
import { structuredTensor } from '../../support/structured.js';
import type { UnitCase } from '../../support/unit-case.js';
import { skipping, unstructured } from './sparse-cases.js';

const book = codebook([-70, -33, -12, 0, 3, 8, 21, 55, 127]);
const bookWithoutZero = codebook([-70, -33, -12, -5, 3, 8, 21, 55, 127]);

const structured = (
  title: string,
  [inputFormat, weightFormat]: readonly [NumberFormat, NumberFormat],
  [outputs, inputs, lanes]: readonly [number, number, number],
  [n, m]: readonly [number, number],
  array: Readonly<Record<string, unknown>>,
): UnitCase => ({
  title: `${n}:${m}, ${title}`,
  unit: 'dense',
  inputs: [stream([inputs], { format: inputFormat, lanes })],
  parameters: {
    weights: structuredTensor([outputs, inputs], weightFormat, [n, m], outputs * 31 + inputs),
    bias: randomBias(outputs, 50, inputs),
    sparsity: nm(n, m),
    array,
    output: { format: int(8), scale: 0.02 },
  },
});

/** Structured weights of each class of formats. */
const structuredFormatCases: readonly UnitCase[] = [
  structured('int8 x int8 out of look-up tables', [int(8), int(8)], [5, 14, 3], [2, 4], {
    ...{ pe: 2, simd: 4, multiplier: 'lut' },
  }),
  structured('int8 x ternary', [int(8), ternary()], [5, 21, 3], [2, 4], { pe: 3, simd: 4 }),
  structured('uint4 x powerOfTwo4', [uint(4), powerOfTwo(4)], [4, 13, 1], [3, 8], {
    pe: 4,
    simd: 3,
  }),
  structured('binary x int4: halves', [binary(), int(4)], [5, 11, 2], [2, 4], { pe: 2, simd: 2 }),
  structured(
    'codebook without a zero x int8, a group that is not full',
    [bookWithoutZero, int(8)],
    [3, 9, 3],
    [1, 4],
    { pe: 2, simd: 2 },
  ),
  structured('flint4 x codebook', [flint(4), book], [4, 12, 4], [2, 4], { pe: 2, simd: 4 }),
  structured('olive x int4', [olive(), int(4)], [3, 10, 2], [2, 4], { pe: 2, simd: 4 }),
  structured('olive x ternary', [olive(), ternary()], [3, 12, 2], [1, 3], { pe: 2, simd: 2 }),
  structured(
    'flint8 x flint5 with a sign',
    [flint(8), flint(5, { signed: true })],
    [3, 8, 2],
    [2, 4],
    { pe: 2, simd: 4, multiplier: 'lut' },
  ),
  {
    title: '2:4, a convolution of ternary weights, padded',
    unit: 'conv2d',
    inputs: [stream([3, 4, 4], { lanes: 2, zeroPoint: -11 })],
    parameters: {
      weights: structuredTensor([3, 3, 3, 4], ternary(), [2, 4], 7),
      sparsity: nm(2, 4),
      array: { pe: 2, simd: 4 },
      output: { format: int(8), scale: 0.3, zeroPoint: -5 },
    },
  },
];

/** Zero weights skipped, by format. */
const unstructuredFormatCases: readonly UnitCase[] = [
  unstructured({
    title: 'skip: int8 x ternary',
    ...{ vectors: 2, inputs: 30, outputs: 12, array: { pe: 3 }, percent: 50, format: ternary() },
    source: { lanes: 3, zeroPoint: 4 },
  }),
  unstructured({
    title: 'skip: binary x int4: halves',
    ...{ vectors: 2, inputs: 32, outputs: 16, array: { pe: 4 }, percent: 50, format: int(4) },
    source: { lanes: 4, format: binary() },
  }),
  unstructured({
    title: 'skip: olive x powerOfTwo3',
    ...{ inputs: 30, outputs: 9, array: { pe: 2 }, percent: 40, format: powerOfTwo(3) },
    source: { lanes: 2, format: olive() },
  }),
  unstructured({
    title: 'skip: flint5 x codebook out of look-up tables',
    ...{ inputs: 24, outputs: 8, array: { pe: 2, multiplier: 'lut' }, percent: 40, format: book },
    source: { lanes: 2, format: flint(5) },
  }),
];

/** Zeros left out on both sides, by format. */
const dataflowFormatCases: readonly UnitCase[] = [
  skipping('broadcast', {
    title: 'int8 with a zero point x powerOfTwo4, out of look-up tables',
    ...{ vectors: 2, inputs: 12, outputs: 9, array: { pe: 4, multiplier: 'lut' }, percent: 50 },
    ...{ format: powerOfTwo(4), source: { lanes: 4, zeroPoint: 5 } },
  }),
  skipping('broadcast', {
    title: 'flint4 x ternary',
    ...{ vectors: 2, inputs: 12, outputs: 8, array: { pe: 2 }, percent: 50, format: ternary() },
    source: { lanes: 3, format: flint(4) },
  }),
  skipping('inner-join', {
    title: 'codebook x flint4',
    ...{ vectors: 2, inputs: 20, outputs: 9, array: { pe: 4, simd: 8 }, percent: 50 },
    ...{ format: flint(4), source: { lanes: 4, format: book } },
  }),
  skipping('inner-join', {
    title: 'uint4 x binary, which has no zero',
    ...{ vectors: 2, inputs: 12, outputs: 6, array: { pe: 4, simd: 4 }, percent: 0 },
    ...{ format: binary(), source: { lanes: 2, format: uint(4) } },
  }),
  skipping('independent-lanes', {
    title: 'ternary x int8',
    ...{ vectors: 3, inputs: 20, outputs: 9, array: { pe: 4, simd: 6 }, percent: 30 },
    source: { lanes: 4, format: ternary() },
  }),
  skipping('independent-lanes', {
    title: 'int8 with a zero point x codebook, nothing divides, out of look-up tables',
    ...{ vectors: 2, inputs: 18, outputs: 7, array: { pe: 3, simd: 4, multiplier: 'lut' } },
    ...{ percent: 0, format: bookWithoutZero, source: { lanes: 2, zeroPoint: -9 } },
  }),
  skipping('independent-lanes', {
    title: 'powerOfTwo4 x binary',
    ...{ vectors: 2, inputs: 8, outputs: 5, array: { pe: 2, simd: 4 }, percent: 0 },
    ...{ format: binary(), source: { lanes: 2, format: powerOfTwo(4) } },
  }),
];

const everyRun = [
  '2:4, int8 x ternary',
  '2:4, binary x int4: halves',
  '1:4, codebook without a zero x int8, a group that is not full',
  '2:4, olive x int4',
  'skip: int8 x ternary',
  'skip: olive x powerOfTwo3',
  'broadcast: int8 with a zero point x powerOfTwo4, out of look-up tables',
  'inner-join: codebook x flint4',
  'independent-lanes: int8 with a zero point x codebook, nothing divides, out of look-up tables',
];

/** All of these; in regress. */
export const sparseFormatCases: readonly UnitCase[] = [
  ...structuredFormatCases,
  ...unstructuredFormatCases,
  ...dataflowFormatCases,
];

/** Some of each array, for every run. */
export const quickSparseFormatCases = sparseFormatCases.filter(({ title }) =>
  everyRun.includes(title),
);

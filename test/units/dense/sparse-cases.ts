import { int, uint } from '../../../generator/dsl/formats.js';
import { nm } from '../../../generator/dsl/sparsity.js';
import { tensor } from '../../../generator/dsl/tensor.js';
import type { NumberFormat } from '../../../generator/ir/format.js';
import type { StreamType } from '../../../generator/ir/stream.js';
import { zeroCodeOf } from '../../../generator/ir/values.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import { randomBias, randomTensor, stream } from '../../support/streams.js';
import { structuredTensor } from '../../support/structured.js';
import type { UnitCase } from '../../support/unit-case.js';

const output = { format: int(8), scale: 0.3, zeroPoint: -5 };

/** Dense layers and convolutions whose weights have a structure. */
export const structuredCases: readonly UnitCase[] = [
  {
    title: '2:4, 3 inputs, 1 output: a group that is not full',
    unit: 'dense',
    inputs: [stream([3], { zeroPoint: 3 })],
    parameters: {
      weights: structuredTensor([1, 3], int(8), [2, 4], 3),
      sparsity: nm(2, 4),
      output: { ...output, scale: 0.03 },
    },
  },
  {
    title: '2:4, folds and groups that divide nothing',
    unit: 'dense',
    inputs: [stream([2, 21], { lanes: 3, zeroPoint: -9 })],
    parameters: {
      weights: structuredTensor([7, 21], int(8), [2, 4], 5),
      bias: randomBias(7, 5000, 4),
      sparsity: '2:4',
      array: { pe: 3, simd: 4 },
      output,
    },
  },
  {
    title: '3:8, uint4 activations, int3 weights, unfolded',
    unit: 'dense',
    inputs: [stream([16], { format: uint(4), lanes: 16 })],
    parameters: {
      weights: structuredTensor([2, 16], int(3), [3, 8], 6, 0.1),
      sparsity: nm(3, 8),
      array: { pe: 2, simd: 6 },
      output: { format: int(6), scale: 0.4 },
    },
  },
  {
    title: '1:4 of a convolution by words, padded, stride 2',
    unit: 'conv2d',
    inputs: [stream([5, 4, 8], { lanes: 4, zeroPoint: -11 })],
    parameters: {
      weights: structuredTensor([5, 3, 3, 8], int(8), [1, 4], 7, [0.01, 0.02, 0.03, 0.001, 0.005]),
      bias: randomBias(5, 3000, 9),
      stride: [2, 2],
      sparsity: nm(1, 4),
      array: { pe: 2, simd: 2 },
      output,
    },
  },
  {
    title: '2:4 of a convolution by columns of whole groups',
    unit: 'conv2d',
    inputs: [stream([4, 4, 8], { lanes: 8 })],
    parameters: {
      weights: structuredTensor([2, 3, 3, 8], int(8), [2, 4], 8),
      sparsity: nm(2, 4),
      array: { pe: 2, simd: 12 },
      output,
    },
  },
];

/** Weights of which about `percent` of a hundred are zero, and one row in seven. */
const sparseWeights = (
  outputs: number,
  inputs: number,
  percent: number,
  format: NumberFormat = int(8),
) => {
  const zero = zeroCodeOf(format);
  const { shape, scale, data } = randomTensor(
    [outputs, inputs],
    format,
    outputs * 7 + inputs,
    0.01,
  );
  const next = randomIntegers(percent);
  const codes = Array.from(data as Int32Array, (code, i) =>
    zero !== undefined && (next() % 100 < percent || Math.floor(i / inputs) % 7 === 3)
      ? zero
      : code,
  );
  return tensor.fromCodes(codes, shape, format, { scale });
};

interface Skipping {
  readonly title: string;
  readonly vectors?: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly array: { readonly pe: number; readonly simd?: number; readonly multiplier?: string };
  readonly percent: number;
  readonly format?: NumberFormat;
  readonly source?: Partial<StreamType>;
}

/** A layer that leaves out activations. */
export const skipping = (dataflow: string, one: Skipping): UnitCase => {
  const { vectors, inputs, outputs, array, percent, format, source } = one;
  return {
    title: `${dataflow}: ${one.title}`,
    unit: 'dense',
    inputs: [stream([...(vectors ? [vectors] : []), inputs], source)],
    parameters: {
      weights: sparseWeights(outputs, inputs, percent, format),
      bias: randomBias(outputs, 5000, 4),
      array: { ...array, dataflow },
      output,
    },
  };
};

/** Dense layers that leave out activations. */
export const broadcastCases: readonly UnitCase[] = [
  skipping('broadcast', {
    title: '1 input, 1 output: every input code',
    ...{ inputs: 1, outputs: 1, array: { pe: 1 }, percent: 0, source: { zeroPoint: -128 } },
  }),
  skipping('broadcast', {
    title: 'several vectors, lanes, PEs that divide nothing, a zero point',
    ...{ vectors: 3, inputs: 12, outputs: 9, array: { pe: 4 }, percent: 60 },
    source: { lanes: 4, zeroPoint: 5 },
  }),
  skipping('broadcast', {
    title: 'long runs of zeros, results in several lanes',
    ...{ inputs: 16, outputs: 72, array: { pe: 2 }, percent: 93, source: { lanes: 8 } },
  }),
  skipping('broadcast', {
    title: 'more PEs than entries, unsigned activations',
    ...{ vectors: 2, inputs: 10, outputs: 8, array: { pe: 8 }, percent: 80 },
    source: { lanes: 2, format: uint(4), zeroPoint: 3 },
  }),
];

export const innerJoinCases: readonly UnitCase[] = [
  skipping('inner-join', {
    title: '1 input, 1 output: every input code',
    ...{ inputs: 1, outputs: 1, array: { pe: 1 }, percent: 0, source: { zeroPoint: 127 } },
  }),
  skipping('inner-join', {
    title: 'several vectors, chunks and PEs that divide nothing, a zero point',
    ...{ vectors: 3, inputs: 20, outputs: 9, array: { pe: 4, simd: 8 }, percent: 60 },
    source: { lanes: 4, zeroPoint: 5 },
  }),
  skipping('inner-join', {
    title: 'one chunk, many results of few weights',
    ...{ vectors: 2, inputs: 24, outputs: 16, array: { pe: 8, simd: 24 }, percent: 90 },
    source: { lanes: 12 },
  }),
  skipping('inner-join', {
    title: 'chunks of a beat, unsigned activations',
    ...{ inputs: 30, outputs: 4, array: { pe: 2, simd: 3 }, percent: 30 },
    source: { lanes: 3, format: uint(4), zeroPoint: 3 },
  }),
];

export const laneCases: readonly UnitCase[] = [
  skipping('independent-lanes', {
    title: '2 inputs, 1 output: every input code',
    ...{ inputs: 2, outputs: 1, array: { pe: 1 }, percent: 0 },
    source: { format: int(6), zeroPoint: -1 },
  }),
  skipping('independent-lanes', {
    title: 'several vectors, lanes and PEs that divide nothing, a zero point',
    ...{ vectors: 3, inputs: 20, outputs: 9, array: { pe: 4, simd: 6 }, percent: 30 },
    source: { lanes: 4, zeroPoint: 5 },
  }),
  skipping('independent-lanes', {
    title: 'one fold, results in several lanes',
    ...{ vectors: 2, inputs: 32, outputs: 8, array: { pe: 8, simd: 8 }, percent: 0 },
    source: { lanes: 8 },
  }),
  skipping('independent-lanes', {
    title: 'a lane for each input, unsigned activations',
    ...{ inputs: 6, outputs: 6, array: { pe: 2, simd: 6 }, percent: 30 },
    source: { lanes: 3, format: uint(4), zeroPoint: 3 },
  }),
];

interface Convolving {
  readonly title: string;
  readonly shape: readonly [number, number, number];
  /** Outputs, and rows and columns of the kernel. */
  readonly kernel: readonly [number, number, number];
  readonly array: Skipping['array'];
  readonly percent: number;
  readonly source?: Partial<StreamType>;
  readonly more?: Readonly<Record<string, unknown>>;
}

const convolving = (dataflow: string, one: Convolving): UnitCase => {
  const { shape, kernel, array, percent, source, more } = one;
  const [outputs, height, width] = kernel;
  const weights = sparseWeights(outputs, height * width * shape[2], percent);
  return {
    title: `${dataflow} of a convolution: ${one.title}`,
    unit: 'conv2d',
    inputs: [stream(shape, source)],
    parameters: {
      weights: { ...weights, shape: [outputs, height, width, shape[2]] },
      bias: randomBias(outputs, 5000, 4),
      array: { ...array, dataflow },
      output,
      ...more,
    },
  };
};

/** Convolutions that leave out activations: of pixels, and behind a window. */
export const convolutionCases: readonly UnitCase[] = [
  convolving('broadcast', {
    title: '1 x 1',
    ...{ shape: [3, 2, 8], kernel: [5, 1, 1], array: { pe: 2 }, percent: 50 },
    source: { lanes: 4, zeroPoint: 3 },
  }),
  convolving('inner-join', {
    title: '1 x 1, lanes that are no whole pixel',
    ...{ shape: [2, 3, 6], kernel: [4, 1, 1], array: { pe: 4, simd: 6 }, percent: 40 },
    source: { lanes: 4 },
  }),
  convolving('independent-lanes', {
    title: '1 x 1',
    ...{ shape: [2, 4, 8], kernel: [6, 1, 1], array: { pe: 3, simd: 4 }, percent: 0 },
    source: { lanes: 4, zeroPoint: -7 },
  }),
  convolving('independent-lanes', {
    title: '3 x 3, padded',
    ...{ shape: [5, 4, 4], kernel: [6, 3, 3], array: { pe: 2, simd: 4 }, percent: 0 },
    source: { lanes: 4, zeroPoint: 5 },
  }),
  convolving('independent-lanes', {
    title: '3 x 2, stride 2, lanes that are narrowed',
    ...{ shape: [6, 5, 4], kernel: [4, 3, 2], array: { pe: 4, simd: 2 }, percent: 0 },
    ...{ source: { lanes: 8 }, more: { stride: [2, 2] } },
  }),
  convolving('independent-lanes', {
    title: '2 x 2, valid, dilated, bound by what comes',
    ...{ shape: [4, 6, 2], kernel: [3, 2, 2], array: { pe: 3, simd: 4 }, percent: 0 },
    ...{ source: { lanes: 1 }, more: { padding: 'valid', dilation: [2, 1] } },
  }),
  convolving('broadcast', {
    title: '3 x 3, padded',
    ...{ shape: [4, 4, 4], kernel: [5, 3, 3], array: { pe: 2 }, percent: 60 },
    source: { lanes: 2, zeroPoint: -5 },
  }),
  convolving('inner-join', {
    title: '3 x 3, stride 2',
    ...{ shape: [5, 5, 4], kernel: [4, 3, 3], array: { pe: 2, simd: 12 }, percent: 60 },
    ...{ source: { lanes: 4, zeroPoint: 2 }, more: { stride: [2, 1] } },
  }),
];

const everyRun = [
  'inner-join of a convolution: 1 x 1, lanes that are no whole pixel',
  'independent-lanes of a convolution: 3 x 3, padded',
  'independent-lanes of a convolution: 2 x 2, valid, dilated, bound by what comes',
  'broadcast of a convolution: 3 x 3, padded',
  'inner-join of a convolution: 3 x 3, stride 2',
];

/** Some of these, for every run. */
export const quickConvolutionCases = convolutionCases.filter(({ title }) =>
  everyRun.includes(title),
);

/** A layer that skips zero weights. */
export const unstructured = (one: Skipping): UnitCase => {
  const { vectors, inputs, outputs, array, percent, format, source } = one;
  return {
    title: one.title,
    unit: 'dense',
    inputs: [stream([...(vectors ? [vectors] : []), inputs], source)],
    parameters: {
      weights: sparseWeights(outputs, inputs, percent, format),
      bias: randomBias(outputs, 5000, 4),
      array: { ...array, skip: true },
      output,
    },
  };
};

/** Arrays that skip zero weights and whose results leave in several lanes. */
export const unstructuredCases: readonly UnitCase[] = [
  unstructured({
    title: '80 % zeros on 8 PEs, several lanes of results, several vectors',
    ...{ vectors: 3, inputs: 40, outputs: 18, array: { pe: 6 }, percent: 80 },
    source: { lanes: 4, zeroPoint: -3 },
  }),
  unstructured({
    title: '256 x 256, 95 % zeros on 64 PEs',
    ...{ inputs: 256, outputs: 256, array: { pe: 64 }, percent: 95, source: { lanes: 8 } },
  }),
];

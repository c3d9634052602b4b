import {
  isInteger,
  type NumberFormat,
  rangeOf,
  signedBitsFor,
  unsignedBitsFor,
} from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { encodeValues, isPaired, valueRangeOf, valueTable } from '../ir/values.js';
import { fitCodebook } from './codebook.js';
import type { CovarianceOf } from './covariance.js';
import type { Encoding, Sparsity } from './encoding.js';
import { rowScales, type WeightMatrix } from './matrix.js';
import { quantizePairs } from './pairs.js';
import { keptWeights } from './prune.js';
import { quantizeRow, type RowLimits } from './quantize.js';

/** What the encoding of a layer's weights may know of its inputs and its bias. */
export interface LayerFacts {
  /** Of its inputs (real values), where there is calibration data. */
  readonly covarianceOf: CovarianceOf | undefined;
  readonly inputScale: number;
  /** Real bias of each row. */
  readonly bias: Float64Array;
  /** Largest code of a bias. */
  readonly largestBias: number;
}

/** What weights in another encoding take and lose. */
export interface EncodingFigures {
  readonly zeros: number;
  /** Bits of the values that are stored, and of where they are. */
  readonly bits: number;
  /** Power of the weights over that of what is lost, in decibels. */
  readonly signalToNoise: number;
}

export interface EncodedWeights extends EncodingFigures {
  readonly tensor: ConstantTensor;
}

/** Values of a codebook, as wide as the widest. */
const tableBits = (format: NumberFormat): number => {
  if (format.kind !== 'codebook') return 0;
  const { minimum, maximum } = valueRangeOf(format);
  return format.values.length * signedBitsFor(Math.min(0, minimum), Math.max(0, maximum));
};

/** Storage of a layer's codes: all of them, those of each group with an index, or those that are not zero. */
const codeBits = (
  format: NumberFormat,
  sparsity: Sparsity,
  { rows, columns, channels }: WeightMatrix,
  nonZeros: number,
): number => {
  const all = rows * columns;
  if (sparsity.kind === 'dense' || channels === 0) return all * format.bits;
  if (sparsity.kind === 'unstructured') {
    return nonZeros * (format.bits + unsignedBitsFor(columns - 1));
  }
  const { n, m } = sparsity;
  const rest = channels % m;
  const stored = Math.floor(channels / m) * n + Math.min(n, rest);
  const indexBits = channels > n ? unsignedBitsFor(m - 1) : 0;
  return rows * (columns / channels) * stored * (format.bits + indexBits);
};

/** 10 log10 without a logarithm's rounding mattering: for a person to read. */
export const decibels = (signal: number, noise: number): number =>
  noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);

/** Every value of a format whose codes stand for themselves, rising. */
const gridOf = (format: NumberFormat): Float64Array => {
  if (isPaired(format)) throw new Error('pairs have no grid');
  if (!isInteger(format)) return Float64Array.from(new Set(valueTable(format))).sort();
  const { minimum, maximum } = rangeOf(format);
  return Float64Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
};

/** A row's scale and the value of each of its weights. */
type RowEncoder = (
  values: Float64Array,
  limits: RowLimits,
  covariance: Float64Array | undefined,
) => { readonly scale: number; readonly worths: Float64Array };

const rowEncoder = (format: NumberFormat): RowEncoder => {
  if (isPaired(format)) return quantizePairs;
  const grid = gridOf(format);
  return (values, limits, covariance) => {
    const { scale, indices } = quantizeRow(values, grid, limits, covariance);
    return { scale, worths: Float64Array.from(indices, (index) => grid[index] as number) };
  };
};

/** Weights in another format and sparsity, each row with the scale of least error. */
export const encodeWeights = (
  matrix: WeightMatrix,
  encoding: Encoding,
  facts: LayerFacts,
): EncodedWeights => {
  const { rows, columns, values, tensor } = matrix;
  const { covarianceOf, bias } = facts;
  const kept = keptWeights(matrix, encoding.sparsity, covarianceOf);
  const format =
    encoding.format.kind === 'fittedCodebook'
      ? fitCodebook(matrix, encoding.format.entries, kept, covarianceOf)
      : encoding.format;
  const encodeRow = rowEncoder(format);
  const scalesBefore = rowScales(matrix);
  const all = new Int32Array(values.length);
  const scales: number[] = [];
  let nonZeros = 0;
  let signal = 0;
  let noise = 0;
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const own = values.subarray(from, from + columns);
    const limits = {
      kept: kept.subarray(from, from + columns),
      leastScale: Math.abs(bias[row] as number) / (facts.inputScale * facts.largestBias),
      scaleOfZeros: scalesBefore[row] as number,
    };
    const { scale, worths } = encodeRow(own, limits, covarianceOf?.(row));
    scales.push(scale);
    for (let i = 0; i < columns; i++) {
      const worth = worths[i] as number;
      const value = own[i] as number;
      all[matrix.indexOf(row, i)] = worth;
      if (worth !== 0) nonZeros++;
      signal += value * value;
      noise += (value - scale * worth) * (value - scale * worth);
    }
  }
  const data = encodeValues(format, all);
  if (!(data instanceof Int32Array)) throw new Error(`weight ${data.index} ${data.reason}`);
  return {
    tensor: { ...tensor, format, scale: scales, zeroPoint: 0, data },
    zeros: values.length - nonZeros,
    bits: codeBits(format, encoding.sparsity, matrix, nonZeros) + tableBits(format),
    signalToNoise: decibels(signal, noise),
  };
};

/** What is said of weights that stay as they are. */
export const unchanged = ({ tensor, values }: WeightMatrix): EncodedWeights => {
  const nonZeros = values.reduce((count, value) => count + Number(value !== 0), 0);
  return {
    tensor,
    zeros: values.length - nonZeros,
    bits: values.length * tensor.format.bits + tableBits(tensor.format),
    signalToNoise: Number.POSITIVE_INFINITY,
  };
};

import { isInteger, type NumberFormat, rangeOf, unsignedBitsFor } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { codeOf, isPaired, valueTable } from '../ir/values.js';
import type { CovarianceOf } from './covariance.js';
import type { Encoding } from './encoding.js';
import { rowScales, type WeightMatrix } from './matrix.js';
import { keptWeights } from './prune.js';
import { quantizeRow } from './quantize.js';

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

export interface EncodedWeights {
  readonly tensor: ConstantTensor;
  readonly zeros: number;
  /** Bits of the values that are stored, and of where they are. */
  readonly bits: number;
  /** Power of the weights over that of what is lost, in decibels. */
  readonly signalToNoise: number;
}

/** Storage of a layer's weights: all of them, those of each group with an index, or those that are not zero. */
export const weightBits = (
  { format, sparsity }: Encoding,
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
const decibels = (signal: number, noise: number): number =>
  noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);

/** Every value of a format whose codes stand for themselves, rising. */
const gridOf = (format: NumberFormat): Float64Array => {
  if (isPaired(format)) throw new Error('pairs have no grid');
  if (!isInteger(format)) return Float64Array.from(new Set(valueTable(format))).sort();
  const { minimum, maximum } = rangeOf(format);
  return Float64Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
};

const codeIn = (format: NumberFormat, worth: number): number =>
  (isPaired(format) ? undefined : codeOf(format, worth)) ?? 0;

/** Weights in another format and sparsity, each row with the scale of least error. */
export const encodeWeights = (
  matrix: WeightMatrix,
  encoding: Encoding,
  facts: LayerFacts,
): EncodedWeights => {
  const { rows, columns, values, tensor } = matrix;
  const { format } = encoding;
  const { covarianceOf, bias } = facts;
  const grid = gridOf(format);
  const kept = keptWeights(matrix, encoding.sparsity, covarianceOf);
  const scalesBefore = rowScales(matrix);
  const data = new Int32Array(values.length);
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
    const { scale, indices } = quantizeRow(own, grid, limits, covarianceOf?.(row));
    scales.push(scale);
    for (let i = 0; i < columns; i++) {
      const worth = grid[indices[i] as number] as number;
      const value = own[i] as number;
      data[matrix.indexOf(row, i)] = codeIn(format, worth);
      if (worth !== 0) nonZeros++;
      signal += value * value;
      noise += (value - scale * worth) * (value - scale * worth);
    }
  }
  return {
    tensor: { ...tensor, format, scale: scales, zeroPoint: 0, data },
    zeros: values.length - nonZeros,
    bits: weightBits(encoding, matrix, nonZeros),
    signalToNoise: decibels(signal, noise),
  };
};

/** What is said of weights that stay as they are. */
export const unchanged = ({ tensor, values }: WeightMatrix): EncodedWeights => {
  const nonZeros = values.reduce((count, value) => count + Number(value !== 0), 0);
  return {
    tensor,
    zeros: values.length - nonZeros,
    bits: values.length * tensor.format.bits,
    signalToNoise: Number.POSITIVE_INFINITY,
  };
};

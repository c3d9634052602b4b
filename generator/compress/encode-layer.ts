import { rangeOf } from '../ir/format.js';
import type { ConstantTensor } from '../ir/tensor.js';
import type { Encoding } from './encoding.js';
import { rowScales, type WeightMatrix } from './matrix.js';
import { keptWeights } from './prune.js';
import { quantizeRow } from './quantize.js';

/** What the encoding of a layer's weights may know of its inputs and its bias. */
export interface LayerFacts {
  /** Mean square of each input channel (real values), where there is calibration data. */
  readonly moments: Float64Array | undefined;
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
    return nonZeros * (format.bits + Math.max(1, 32 - Math.clz32(columns - 1)));
  }
  const { n, m } = sparsity;
  const groups = Math.ceil(channels / m) * (columns / channels) * rows;
  return groups * n * (format.bits + (32 - Math.clz32(m - 1)));
};

/** 10 log10 without a logarithm's rounding mattering: for a person to read. */
const decibels = (signal: number, noise: number): number =>
  noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);

/** Weights in another format and sparsity, each row with the scale of least error. */
export const encodeWeights = (
  matrix: WeightMatrix,
  encoding: Encoding,
  facts: LayerFacts,
): EncodedWeights => {
  const { rows, columns, channels, values, tensor } = matrix;
  const { format } = encoding;
  const { minimum, maximum } = rangeOf(format);
  const grid = Float64Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
  const kept = keptWeights(matrix, encoding.sparsity, facts.moments);
  const scalesBefore = rowScales(matrix);
  const data = new Int32Array(values.length);
  const scales: number[] = [];
  let nonZeros = 0;
  let signal = 0;
  let noise = 0;
  for (let row = 0; row < rows; row++) {
    const own = values.slice(row * columns, (row + 1) * columns);
    for (let i = 0; i < columns; i++) {
      const value = own[i] as number;
      signal += value * value;
      if (kept[row * columns + i] === 0) {
        own[i] = 0;
        noise += value * value;
      }
    }
    const { moments } = facts;
    const weightOf = (column: number): number =>
      moments && channels > 0 ? (moments[column % channels] as number) + Number.MIN_VALUE : 1;
    const { scale, indices } = quantizeRow(own, weightOf, grid, {
      leastScale: Math.abs(facts.bias[row] as number) / (facts.inputScale * facts.largestBias),
      scaleOfZeros: scalesBefore[row] as number,
    });
    scales.push(scale);
    for (let i = 0; i < columns; i++) {
      const code = minimum + (indices[i] as number);
      data[matrix.indexOf(row, i)] = code;
      if (code !== 0) nonZeros++;
      const lost = (own[i] as number) - scale * code;
      noise += lost * lost;
    }
  }
  return {
    tensor: { ...tensor, format, scale: scales, zeroPoint: 0, data },
    zeros: values.length - nonZeros,
    bits: weightBits(encoding, matrix, nonZeros),
    signalToNoise: decibels(signal, noise),
  };
};

import { constant } from '../dsl/tensor.js';
import type { MxFormat } from '../ir/format.js';
import {
  blockSize,
  elementUnits,
  nanScale,
  scaleBias,
  shapeOfElement,
  unitExponent,
} from '../ir/formats/microscaling.js';
import type { ConstantTensor } from '../ir/tensor.js';
import { dyadicOfDouble } from '../numeric/dyadic.js';
import { scaleOfBlock } from '../numeric/microscaling.js';
import type { CovarianceOf } from './covariance.js';
import { decibels, type EncodingFigures } from './encode-layer.js';
import type { WeightMatrix } from './matrix.js';
import { descend, nearestIn } from './quantize.js';

/** Weights [rows, columns] in blocks of 32 columns, and what that costs. */
export interface MxWeights extends EncodingFigures {
  readonly elements: ConstantTensor;
  readonly scales: ConstantTensor;
}

/** Every number that a conversion makes, rising, and its code; of two zeros the one without a sign. */
const elementGrid = (format: MxFormat) => {
  const largest = elementUnits(format)[shapeOfElement(format).largest] as number;
  const entries = elementUnits(format)
    .flatMap((value, code) => (value === undefined ? [] : [{ value, code }]))
    .filter(({ value }) => Math.abs(value) <= largest)
    .sort((a, b) => a.value - b.value || a.code - b.code)
    .filter(({ value }, i, all) => value !== all[i - 1]?.value);
  const unit = 2 ** unitExponent(format);
  return {
    values: Float64Array.from(entries, ({ value }) => value * unit),
    codes: Int32Array.from(entries, ({ code }) => code),
  };
};

/** Exponents beside that of the definition that a block's scale is tried with. */
const neighbours = [0, 1, -1] as const;

/**
 * A row's scales, each of least squared error, values weighted: that of OCP MX 1.0, 6.3, cuts off what lies
 * beyond the largest element, its neighbours may lose less.
 */
const blockScales = (
  row: Float64Array,
  format: MxFormat,
  rounded: (value: number) => number,
  weightOf: (column: number) => number,
): Int32Array =>
  Int32Array.from({ length: Math.ceil(row.length / blockSize) }, (_, block) => {
    const from = block * blockSize;
    const values = row.subarray(from, from + blockSize);
    const defined = scaleOfBlock(Array.from(values, dyadicOfDouble), format);
    let best = defined;
    let least = Number.POSITIVE_INFINITY;
    for (const step of neighbours) {
      const code = Math.min(Math.max(defined + step, 0), nanScale - 1);
      const scale = 2 ** (code - scaleBias);
      let error = 0;
      values.forEach((value, i) => {
        const lost = value - scale * rounded(value / scale);
        error += lost * lost * weightOf(from + i);
      });
      if (error < least) {
        least = error;
        best = code;
      }
    }
    return best;
  });

/** The covariance of inputs that are `scales` times as large. */
const scaledCovariance = (covariance: Float64Array, scales: Float64Array): Float64Array => {
  const size = scales.length;
  return covariance.map(
    (value, i) => value * (scales[Math.floor(i / size)] as number) * (scales[i % size] as number),
  );
};

/**
 * Weights in a format of Microscaling: the scale of each block of least error, elements to nearest, or, with the
 * covariance of the inputs, those that change a row's outputs least.
 */
export const encodeMxWeights = (
  { rows, columns, values, tensor }: WeightMatrix,
  format: MxFormat,
  covarianceOf: CovarianceOf | undefined,
): MxWeights => {
  const grid = elementGrid(format);
  const nearest = nearestIn(grid.values);
  const rounded = (value: number): number => grid.values[nearest(value)] as number;
  const blocks = Math.ceil(columns / blockSize);
  const elements = new Int32Array(values.length);
  const scales = new Int32Array(rows * blocks);
  let nonZeros = 0;
  let signal = 0;
  let noise = 0;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * columns, (row + 1) * columns);
    const covariance = covarianceOf?.(row);
    const codes = blockScales(own, format, rounded, (column) =>
      covariance ? (covariance[column * (columns + 1)] as number) : 1,
    );
    const steps = Float64Array.from(
      own,
      (_, i) => 2 ** ((codes[Math.floor(i / blockSize)] as number) - scaleBias),
    );
    // Of a block of zeros nothing moves: its scale is the least there is.
    const kept = Uint8Array.from(own, (_, i) => Number(codes[Math.floor(i / blockSize)] !== 0));
    const over = own.map((value, i) => value / (steps[i] as number));
    const start = { scale: 1, indices: Int32Array.from(over, nearest) };
    const { indices } = covariance
      ? descend(
          ...([over, grid.values, nearest, scaledCovariance(covariance, steps)] as const),
          ...([{ kept, leastScale: 0 }, start, true] as const),
        )
      : start;
    scales.set(codes, row * blocks);
    indices.forEach((index, i) => {
      const value = own[i] as number;
      const worth = (grid.values[index] as number) * (steps[i] as number);
      elements[row * columns + i] = grid.codes[index] as number;
      if (worth !== 0) nonZeros++;
      signal += value * value;
      noise += (value - worth) * (value - worth);
    });
  }
  const { origin } = tensor;
  return {
    elements: constant([rows, columns], format, elements, origin),
    scales: constant([rows, blocks], { kind: 'e8m0', bits: 8 }, scales, origin),
    zeros: values.length - nonZeros,
    bits: values.length * format.bits + scales.length * 8,
    signalToNoise: decibels(signal, noise),
  };
};

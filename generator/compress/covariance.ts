import type { StreamType } from '../ir/stream.js';
import type { WindowGeometry } from '../stream/window.js';
import { findInsideTaps, noTaps } from '../units/conv2d/inside-taps.js';
import type { UnitSpec } from '../units/unit.js';
import type { WeightMatrix } from './matrix.js';

/** How what a row's weights are multiplied with varies together: columns x columns, positive definite. */
export type CovarianceOf = (row: number) => Float64Array;

/** Vectors that are looked at, evenly from all there are. */
const mostVectors = 4096;

interface Windowed {
  readonly geometry: WindowGeometry;
}

/** The windows of a unit whose vectors those are; undefined of others. */
export const windowsOf = (
  spec: UnitSpec & Partial<Windowed> & { readonly convolution?: Windowed },
): WindowGeometry | undefined => spec.geometry ?? spec.convolution?.geometry;

/** Calls `use` with each vector of a tensor's real values: its pixels' windows, or its rows. */
const eachVector = (
  g: WindowGeometry | undefined,
  x: Float64Array,
  channels: number,
  every: number,
  use: (vector: Float64Array) => void,
): void => {
  if (!g) {
    for (let from = 0; from < x.length; from += channels * every) {
      use(x.subarray(from, from + channels));
    }
    return;
  }
  const inside = noTaps(g);
  const vector = new Float64Array(g.kernel[0] * g.kernel[1] * channels);
  for (let position = 0; position < g.outHeight * g.outWidth; position += every) {
    const oy = Math.floor(position / g.outWidth);
    const count = findInsideTaps(g, oy, position % g.outWidth, inside);
    vector.fill(0);
    for (let i = 0; i < count; i++) {
      const from = (inside.pixels[i] as number) * channels;
      vector.set(x.subarray(from, from + channels), (inside.taps[i] as number) * channels);
    }
    use(vector);
  }
};

/** Sums of vectors and of their products in pairs. */
class Moments {
  count = 0;
  readonly sums: Float64Array;
  readonly products: Float64Array;

  constructor(readonly size: number) {
    this.sums = new Float64Array(size);
    this.products = new Float64Array(size * size);
  }

  /** Every `step`-th element from `first` on. */
  add(vector: Float64Array, first: number, step: number): void {
    const { size, sums, products } = this;
    this.count++;
    for (let i = 0; i < size; i++) {
      const value = vector[first + i * step] as number;
      if (value === 0) continue;
      sums[i] = (sums[i] as number) + value;
      const row = i * size;
      for (let j = 0; j <= i; j++) {
        products[row + j] =
          (products[row + j] as number) + value * (vector[first + j * step] as number);
      }
    }
  }

  /**
   * The covariance, drawn towards its diagonal the more the fewer vectors there are for its size, and
   * away from 0.
   */
  covariance(): Float64Array {
    const { size, count, sums, products } = this;
    const result = new Float64Array(size * size);
    const trust = count / (count + size);
    let trace = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const product = (products[i * size + j] as number) / count;
        const own = product - ((sums[i] as number) * (sums[j] as number)) / (count * count);
        const value = i === j ? Math.max(0, own) : trust * own;
        result[i * size + j] = value;
        result[j * size + i] = value;
        if (i === j) trace += value;
      }
    }
    const floor = trace > 0 ? (0.01 * trace) / size : 1;
    for (let i = 0; i < size; i++) result[i * size + i] = (result[i * size + i] as number) + floor;
    return result;
  }
}

/** Covariances of a layer's inputs over tensors of real values. */
export const inputCovariance = (
  spec: UnitSpec,
  input: StreamType,
  { rows, columns, channels }: WeightMatrix,
  tensors: readonly Float64Array[],
): CovarianceOf => {
  const inputChannels = input.shape.at(-1) as number;
  const windows = windowsOf(spec);
  const vectorsEach = windows
    ? windows.outHeight * windows.outWidth
    : (tensors[0]?.length ?? 0) / inputChannels;
  const every = Math.max(1, Math.ceil((vectorsEach * tensors.length) / mostVectors));
  // Rows with an input channel each: one covariance a channel, over its taps.
  const groups = channels === 0 ? inputChannels : 1;
  const moments = Array.from({ length: groups }, () => new Moments(columns));
  for (const x of tensors) {
    eachVector(windows, x, inputChannels, every, (vector) => {
      moments.forEach((own, group) => {
        own.add(vector, group, groups);
      });
    });
  }
  const covariances = moments.map((own) => own.covariance());
  return (row) => covariances[Math.floor((row * groups) / rows)] as Float64Array;
};

import { classCount, imageHeight, imageWidth } from '../dataset.js';

/** Rows, columns, channels; elements in row-major order. */
export type Shape = readonly [height: number, width: number, channels: number];

/**
 * A layer that multiplies and adds. Convolution, depthwise convolution and dense are one thing here: a
 * list of taps, output[outputs[k]] += weight[weights[k]] * input[inputs[k]]. Cells in the padding have no tap.
 */
export interface Layer {
  readonly name: LayerName;
  readonly relu: boolean;
  readonly outputShape: Shape;
  /** As the weights are stored: [out, rows, columns, in], [1, rows, columns, out] or [out, in]. */
  readonly weightShape: readonly number[];
  readonly outputs: Int32Array;
  readonly weights: Int32Array;
  readonly inputs: Int32Array;
}

export const layerNames = ['convolution', 'depthwise', 'pointwise', 'dense'] as const;
export type LayerName = (typeof layerNames)[number];

const image: Shape = [imageHeight, imageWidth, 1];

const convolution = spatial('convolution', image, { kernel: 3, stride: 2, channels: 8 });
const depthwise = spatial('depthwise', convolution.outputShape, { kernel: 3, stride: 1 });
const pointwise = spatial('pointwise', depthwise.outputShape, {
  kernel: 1,
  stride: 1,
  channels: 16,
});

/** Before the dense layer: the largest of each 2 x 2 cells. */
export const pooledShape: Shape = [
  pointwise.outputShape[0] / 2,
  pointwise.outputShape[1] / 2,
  pointwise.outputShape[2],
];

export const layers: readonly Layer[] = [convolution, depthwise, pointwise, dense(pooledShape)];

/** For every pooled element the index of the largest of its four cells, the first one of equals. */
export function maxPoolChoices(values: ArrayLike<number>): Int32Array {
  const [, width, channels] = pointwise.outputShape;
  const [pooledHeight, pooledWidth] = pooledShape;
  const choices = new Int32Array(pooledHeight * pooledWidth * channels);
  for (let index = 0; index < choices.length; index += 1) {
    const channel = index % channels;
    const column = Math.floor(index / channels) % pooledWidth;
    const row = Math.floor(index / (channels * pooledWidth));
    const corner = (2 * row * width + 2 * column) * channels + channel;
    let choice = corner;
    for (const step of [channels, width * channels, (width + 1) * channels]) {
      if (values[corner + step]! > values[choice]!) {
        choice = corner + step;
      }
    }
    choices[index] = choice;
  }
  return choices;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A convolution with TFLite's SAME padding; depthwise, with one filter a channel, if `channels` is not given. */
function spatial(
  name: LayerName,
  [height, width, depth]: Shape,
  { kernel, stride, channels }: { kernel: number; stride: number; channels?: number },
): Layer {
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  const out = channels ?? depth;
  const depthPerFilter = channels === undefined ? 1 : depth;
  const padTop = Math.floor(Math.max(0, (rows - 1) * stride + kernel - height) / 2);
  const padLeft = Math.floor(Math.max(0, (columns - 1) * stride + kernel - width) / 2);
  const outputs: number[] = [];
  const weights: number[] = [];
  const inputs: number[] = [];
  for (const [row, column, channel] of indices([rows, columns, out])) {
    for (const [kernelRow, kernelColumn, plane] of indices([kernel, kernel, depthPerFilter])) {
      const y = row * stride + kernelRow - padTop;
      const x = column * stride + kernelColumn - padLeft;
      if (y < 0 || y >= height || x < 0 || x >= width) {
        continue;
      }
      const cell = kernelRow * kernel + kernelColumn;
      outputs.push((row * columns + column) * out + channel);
      if (channels === undefined) {
        weights.push(cell * out + channel);
        inputs.push((y * width + x) * depth + channel);
      } else {
        weights.push((channel * kernel * kernel + cell) * depth + plane);
        inputs.push((y * width + x) * depth + plane);
      }
    }
  }
  return {
    name,
    relu: true,
    outputShape: [rows, columns, out],
    weightShape:
      channels === undefined ? [1, kernel, kernel, out] : [out, kernel, kernel, depthPerFilter],
    outputs: Int32Array.from(outputs),
    weights: Int32Array.from(weights),
    inputs: Int32Array.from(inputs),
  };
}

function dense(inputShape: Shape): Layer {
  const length = elementCount(inputShape);
  const weights = Int32Array.from({ length: classCount * length }, (_, index) => index);
  return {
    name: 'dense',
    relu: false,
    outputShape: [1, 1, classCount],
    weightShape: [classCount, length],
    outputs: weights.map((index) => Math.floor(index / length)),
    weights,
    inputs: weights.map((index) => index % length),
  };
}

function* indices([first, second, third]: Shape): Generator<Shape> {
  for (let a = 0; a < first; a += 1) {
    for (let b = 0; b < second; b += 1) {
      for (let c = 0; c < third; c += 1) {
        yield [a, b, c];
      }
    }
  }
}

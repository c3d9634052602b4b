import { readFileSync } from 'node:fs';
import type { Quantization } from '../../examples/glyphs/training/quantize.js';

const layerNames = ['convolution', 'depthwise', 'pointwise', 'dense'] as const;
type LayerName = (typeof layerNames)[number];

export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface NetworkFiles {
  readonly quantization: Quantization;
  readonly weights: Readonly<Record<LayerName, NumberArray>>;
  readonly bias: Readonly<Record<LayerName, NumberArray>>;
}

/** Reads what the example ships, not what its training code has in memory. */
export function readNetwork(folder: URL): NetworkFiles {
  const arrays = (suffix: string) =>
    Object.fromEntries(
      layerNames.map((name) => [name, readNpy(new URL(`${name}${suffix}.npy`, folder))]),
    ) as Record<LayerName, NumberArray>;
  return {
    quantization: JSON.parse(readFileSync(new URL('quantization.json', folder), 'utf8')),
    weights: arrays(''),
    bias: arrays('-bias'),
  };
}

export function readNpy(path: URL): NumberArray {
  const file = readFileSync(path);
  const start = 10 + file.readUInt16LE(8);
  const header = file.toString('latin1', 10, start);
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
  const body = file.subarray(start);
  if (type === '<i4') {
    const values = Array.from({ length: body.length / 4 }, (_, index) =>
      body.readInt32LE(index * 4),
    );
    return { shape, values };
  }
  return { shape, values: type === '|i1' ? [...new Int8Array(body)] : [...body] };
}

type Image = (row: number, column: number, channel: number) => number;

/**
 * The codes of the ten logits by textbook loops over rows, columns and channels: written apart from the
 * example's own list of taps, so that a mistake in the order of weights or in the padding shows as a difference.
 */
export function predict(network: NetworkFiles, codes: ArrayLike<number>): number[] {
  const { quantization, weights } = network;
  const zero = quantization.image.zeroPoint;
  const image: Image = (row, column) =>
    row < 16 && column < 16 ? codes[row * 16 + column]! - zero : 0;
  const one = layer(network, 'convolution', [8, 8, 8], quantization.image.scale, (r, c, out) =>
    sum3x3(
      (y, x) => image(2 * r + y, 2 * c + x, 0) * weights.convolution.values[out * 9 + y * 3 + x]!,
    ),
  );
  const two = layer(
    network,
    'depthwise',
    [8, 8, 8],
    quantization.convolution.output.scale,
    (r, c, out) =>
      sum3x3(
        (y, x) => one(r + y - 1, c + x - 1, out) * weights.depthwise.values[(y * 3 + x) * 8 + out]!,
      ),
  );
  const three = layer(
    network,
    'pointwise',
    [8, 8, 16],
    quantization.depthwise.output.scale,
    (r, c, out) => {
      let total = 0;
      for (let plane = 0; plane < 8; plane += 1) {
        total += two(r, c, plane) * weights.pointwise.values[out * 8 + plane]!;
      }
      return total;
    },
  );
  const last = layer(
    network,
    'dense',
    [1, 1, 10],
    quantization.pointwise.output.scale,
    (_r, _c, out) => {
      let total = 0;
      for (let cell = 0; cell < 16; cell += 1) {
        const row = 2 * Math.floor(cell / 4);
        const column = 2 * (cell % 4);
        for (let plane = 0; plane < 16; plane += 1) {
          const largest = Math.max(
            three(row, column, plane),
            three(row, column + 1, plane),
            three(row + 1, column, plane),
            three(row + 1, column + 1, plane),
          );
          total += largest * weights.dense.values[out * 256 + cell * 16 + plane]!;
        }
      }
      return total;
    },
  );
  const { zeroPoint } = quantization.dense.output;
  return Array.from({ length: 10 }, (_, out) => last(0, 0, out) + zeroPoint);
}

/** Rescales every sum; the result gives codes less the zero point, and 0 outside. */
function layer(
  { quantization, bias }: NetworkFiles,
  name: LayerName,
  [height, width, channels]: readonly [number, number, number],
  inputScale: number,
  sumAt: Image,
): Image {
  const { weightScale, output } = quantization[name];
  const lowest = name === 'dense' ? -128 - output.zeroPoint : 0;
  const highest = 127 - output.zeroPoint;
  const cells = new Int32Array(height * width * channels);
  for (let index = 0; index < cells.length; index += 1) {
    const channel = index % channels;
    const column = Math.floor(index / channels) % width;
    const row = Math.floor(index / channels / width);
    const factor =
      typeof weightScale === 'number'
        ? Math.fround(inputScale * weightScale) / output.scale
        : (inputScale * weightScale[channel]!) / output.scale;
    const scaled = rescale(sumAt(row, column, channel) + bias[name].values[channel]!, factor);
    cells[index] = Math.min(highest, Math.max(lowest, scaled));
  }
  return (row, column, channel) =>
    row < 0 || row >= height || column < 0 || column >= width
      ? 0
      : cells[(row * width + column) * channels + channel]!;
}

/**
 * MultiplyByQuantizedMultiplier with double rounding (lite/kernels/internal/common.cc) for a factor below 1,
 * the product taken in two halves that doubles hold.
 */
function rescale(sum: number, factor: number): number {
  let divisor = 1;
  while (factor * divisor < 0.5) {
    divisor *= 2;
  }
  const mantissa = Math.round(factor * divisor * 2 ** 31);
  const low = mantissa % 2 ** 16;
  const high = (mantissa - low) / 2 ** 16;
  const doubled = Math.floor((sum * high + 2 ** 14 + Math.floor((sum * low) / 2 ** 16)) / 2 ** 15);
  return Math.sign(doubled) * Math.floor(Math.abs(doubled) / divisor + 0.5);
}

function sum3x3(term: (row: number, column: number) => number): number {
  let total = 0;
  for (let cell = 0; cell < 9; cell += 1) {
    total += term(Math.floor(cell / 3), cell % 3);
  }
  return total;
}

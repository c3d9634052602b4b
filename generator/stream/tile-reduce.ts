import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import type { WindowGeometry } from './window.js';
import { type Reduction, reductionParameters } from './window-reduce.js';

/** Whether no pixel belongs to two windows, so that each can be used as it comes and need not be stored. */
export const isTiled = ({ kernel, stride }: WindowGeometry): boolean =>
  stride[0] >= kernel[0] && stride[1] >= kernel[1];

/** First and last pixel of a window along an axis that lie in the image. */
const spanOf = (
  out: number,
  axis: 0 | 1,
  { kernel, stride, padTop, padLeft, height, width }: WindowGeometry,
): readonly [number, number] => {
  const start = out * stride[axis] - (axis === 0 ? padTop : padLeft);
  const size = axis === 0 ? height : width;
  return [Math.max(0, start), Math.min(size, start + kernel[axis]) - 1];
};

export const tileCountBits = ({ kernel }: WindowGeometry): { rows: number; columns: number } => ({
  rows: unsignedBitsFor(kernel[0]),
  columns: unsignedBitsFor(kernel[1]),
});

/** Bits of partial results: one per window of a row of windows and word, where one register is not enough. */
export const tileMemoryBits = (
  { kernel, outWidth }: WindowGeometry,
  { words, lanes, resultBits }: Reduction,
): number => {
  const stored = (kernel[0] > 1 && outWidth * words > 1) || (kernel[1] > 1 && words > 1);
  return stored ? outWidth * words * lanes * resultBits : 0;
};

/**
 * One result for each window of an image whose windows do not overlap, made as the pixels come;
 * templates/lib/sinter_tile_reduce.v.
 */
export const tileReduce = (
  instance: string,
  geometry: WindowGeometry,
  reduction: Reduction,
): Stage => {
  const { height, width, kernel, stride, padTop, padLeft, outHeight, outWidth } = geometry;
  const { lanes, words, count, format, resultBits } = reduction;
  const countBits = tileCountBits(geometry);
  const largestIndex = Math.max(height, width, words, ...kernel, ...stride);
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_tile_reduce' },
    parameters: {
      ...reductionParameters(reduction),
      HEIGHT: height,
      ROW: width,
      WORDS: words,
      KERNEL_H: kernel[0],
      KERNEL_W: kernel[1],
      STRIDE_H: stride[0],
      STRIDE_W: stride[1],
      PAD_TOP: padTop,
      PAD_LEFT: padLeft,
      LAST_LINE: spanOf(outHeight - 1, 0, geometry)[1],
      LAST_COLUMN: spanOf(outWidth - 1, 1, geometry)[1],
      OUT_W: outWidth,
      ADDRESS_BITS: unsignedBitsFor(outWidth * words - 1),
      INDEX_BITS: unsignedBitsFor(largestIndex),
      COUNT: count ? 1 : 0,
      ROWS_BITS: countBits.rows,
      COLUMNS_BITS: countBits.columns,
    },
    inputBits: lanes * format.bits,
    outputBits: lanes * resultBits + (count ? countBits.rows + countBits.columns : 0),
    timing: {
      intervalCycles: height * width * words,
      departures(arrivals) {
        const departures = new Float64Array(outHeight * outWidth * words);
        let out = 0;
        for (let oy = 0; oy < outHeight; oy++) {
          const [, y] = spanOf(oy, 0, geometry);
          for (let ox = 0; ox < outWidth; ox++) {
            const [, x] = spanOf(ox, 1, geometry);
            for (let word = 0; word < words; word++) {
              departures[out++] = (arrivals[(y * width + x) * words + word] as number) + 2;
            }
          }
        }
        return departures;
      },
    },
  };
};

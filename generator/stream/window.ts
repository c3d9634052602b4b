import { bitVector } from '../emit/literal.js';
import { signedBitsFor, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import type { Timing } from './timing.js';

/** A sliding window: sizes in pixels. */
export interface WindowGeometry {
  readonly height: number;
  readonly width: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Rows above and columns left of the image that windows may reach. */
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

export interface WindowOptions {
  readonly instance: string;
  readonly geometry: WindowGeometry;
  readonly elementBits: number;
  /** Channels a beat. */
  readonly lanes: number;
  /** Beats a pixel. */
  readonly words: number;
  readonly order: 'pixel-major' | 'channel-major';
  /** How often each word's window is given (channel-major only). */
  readonly repeat: number;
  /** Code of an element outside the image. */
  readonly padCode: number;
  /** Adds a bit above the data that tells words outside the image. */
  readonly flag: boolean;
}

const reach = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

const firstFreeRow = (g: WindowGeometry, outRow: number): number =>
  Math.max(0, outRow * g.stride[0] - g.padTop);

/**
 * Rows of storage: those of a row of windows and what arrives while it is read; at the end of an image
 * its last rows and those that the next image's first windows need, so that images follow each other
 * without a gap.
 */
const storedRows = (g: WindowGeometry): number => {
  const tall = reach(g.kernel[0], g.dilation[0]);
  const lastRows = g.height - firstFreeRow(g, g.outHeight - 1);
  return Math.max(Math.min(tall, g.height) + g.stride[0], lastRows + tall - g.padTop);
};

export const windowMemoryBits = (options: WindowOptions): number =>
  storedRows(options.geometry) *
  options.geometry.width *
  options.words *
  options.lanes *
  options.elementBits;

/** Beats out for one tensor. */
export const windowBeats = ({ geometry: g, words, repeat }: WindowOptions): number =>
  g.outHeight * g.outWidth * g.kernel[0] * g.kernel[1] * words * repeat;

/** Calls `visit` with each word's row, column and index in its pixel, in the order they leave. */
const forEachWord = (
  { geometry: g, words, repeat, order }: WindowOptions,
  oy: number,
  visit: (y: number, x: number, word: number) => void,
): void => {
  for (let ox = 0; ox < g.outWidth; ox++) {
    const top = oy * g.stride[0] - g.padTop;
    const left = ox * g.stride[1] - g.padLeft;
    const outer = order === 'channel-major' ? words * repeat : 1;
    for (let o = 0; o < outer; o++) {
      for (let ky = 0; ky < g.kernel[0]; ky++) {
        for (let kx = 0; kx < g.kernel[1]; kx++) {
          const y = top + ky * g.dilation[0];
          const x = left + kx * g.dilation[1];
          if (order === 'channel-major') visit(y, x, Math.floor(o / repeat));
          else for (let word = 0; word < words; word++) visit(y, x, word);
        }
      }
    }
  }
};

const windowTiming = (options: WindowOptions): Timing => {
  const { geometry: g, words } = options;
  const rowWords = g.width * words;
  const imageWords = g.height * rowWords;
  const capacity = storedRows(g) * rowWords;
  return {
    intervalCycles: Math.max(imageWords, windowBeats(options)),
    departures(arrivals) {
      const departures = new Float64Array(windowBeats(options));
      const accepted = new Float64Array(imageWords);
      let taken = 0;
      // Takes words in as far as the storage has room for them.
      const accept = (limit: number, since: number): void => {
        for (; taken < Math.min(limit, imageWords); taken++) {
          const before = taken === 0 ? -1 : (accepted[taken - 1] as number);
          accepted[taken] = Math.max(before + 1, arrivals[taken] as number, since);
        }
      };
      accept(capacity, 0);
      let out = 0;
      let read = -1;
      for (let oy = 0; oy < g.outHeight; oy++) {
        forEachWord(options, oy, (y, x, word) => {
          const inside = y >= 0 && y < g.height && x >= 0 && x < g.width;
          const index = (y * g.width + x) * words + word;
          read = Math.max(read + 1, inside ? (accepted[index] as number) + 1 : 0);
          departures[out++] = read + 1;
        });
        // The last word of a row of windows waits for the rows that it frees.
        const freed = oy + 1 < g.outHeight ? firstFreeRow(g, oy + 1) : g.height;
        const lastFreed = accepted[freed * rowWords - 1];
        if (lastFreed !== undefined && lastFreed + 1 > read) {
          read = lastFreed + 1;
          departures[out - 1] = read + 1;
        }
        accept(freed * rowWords + capacity, read + 1);
      }
      return departures;
    },
  };
};

/** Sliding window over an image; templates/lib/sinter_window.v. */
export const slidingWindow = (options: WindowOptions): Stage => {
  const { geometry: g, lanes, words, elementBits } = options;
  const widthBits = lanes * elementBits;
  const storageWords = storedRows(g) * g.width * words;
  const padElement = BigInt.asUintN(elementBits, BigInt(options.padCode));
  let padValue = 0n;
  for (let lane = 0; lane < lanes; lane++) padValue |= padElement << BigInt(lane * elementBits);
  const largestIndex = Math.max(
    g.outHeight * g.stride[0] + reach(g.kernel[0], g.dilation[0]),
    g.outWidth * g.stride[1] + reach(g.kernel[1], g.dilation[1]),
    g.height,
    g.width,
    words,
    options.repeat,
  );
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_window' },
    parameters: {
      WIDTH: widthBits,
      FLAG: options.flag ? 1 : 0,
      HEIGHT: g.height,
      ROW: g.width,
      WORDS: words,
      KERNEL_H: g.kernel[0],
      KERNEL_W: g.kernel[1],
      STRIDE_H: g.stride[0],
      STRIDE_W: g.stride[1],
      DILATION_H: g.dilation[0],
      DILATION_W: g.dilation[1],
      PAD_TOP: g.padTop,
      PAD_LEFT: g.padLeft,
      OUT_H: g.outHeight,
      OUT_W: g.outWidth,
      CHANNEL_MAJOR: options.order === 'channel-major' ? 1 : 0,
      REPEAT: options.repeat,
      ROWS: storedRows(g),
      ADDRESS_BITS: unsignedBitsFor(storageWords - 1),
      INDEX_BITS: signedBitsFor(-largestIndex, largestIndex),
      PAD_VALUE: bitVector(widthBits, padValue),
    },
    inputBits: widthBits,
    outputBits: widthBits + (options.flag ? 1 : 0),
    timing: windowTiming(options),
  };
};

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
  /** A beat: one word, or the words of a whole kernel column side by side, the top one lowest. */
  readonly beat: 'word' | 'column';
  /** Adds a bit above the data that tells words outside the image (word beats only). */
  readonly flag: boolean;
  /**
   * Holds padding in front of an image back until the image begins to come: for windows that leave as they
   * are, of which else a part would leave before anything came (word beats only).
   */
  readonly waits?: true;
}

const reach = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/** First image row that windows from a row of them on may need. */
export const firstFreeRow = (g: WindowGeometry, outRow: number): number =>
  Math.max(0, outRow * g.stride[0] - g.padTop);

/**
 * Rows of storage: those of a row of windows and what arrives while it is read; at the end of an image
 * its last rows and those that the next image's first windows need, so that images follow each other
 * without a gap.
 */
export const storedRows = (g: WindowGeometry): number => {
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
export const windowBeats = ({ geometry: g, words, repeat, beat }: WindowOptions): number =>
  g.outHeight * g.outWidth * (beat === 'word' ? g.kernel[0] : 1) * g.kernel[1] * words * repeat;

/**
 * Calls `visit` with each beat of a row of windows: its image row (for a column the lowest that lies in
 * the image), image column and index in the pixel, in the order they leave.
 */
export const forEachBeat = (
  { geometry: g, words, repeat, order, beat }: WindowOptions,
  oy: number,
  visit: (y: number, x: number, word: number) => void,
): void => {
  const top = oy * g.stride[0] - g.padTop;
  const bottom = top + (g.kernel[0] - 1) * g.dilation[0];
  const tapsDown = beat === 'word' ? g.kernel[0] : 1;
  const rowOf = (ky: number): number =>
    beat === 'word' ? top + ky * g.dilation[0] : Math.min(bottom, g.height - 1);
  for (let ox = 0; ox < g.outWidth; ox++) {
    const left = ox * g.stride[1] - g.padLeft;
    const outer = order === 'channel-major' ? words * repeat : 1;
    for (let o = 0; o < outer; o++) {
      for (let ky = 0; ky < tapsDown; ky++) {
        for (let kx = 0; kx < g.kernel[1]; kx++) {
          const x = left + kx * g.dilation[1];
          if (order === 'channel-major') visit(rowOf(ky), x, Math.floor(o / repeat));
          else for (let word = 0; word < words; word++) visit(rowOf(ky), x, word);
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
        forEachBeat(options, oy, (y, x, word) => {
          const inside = y >= 0 && y < g.height && x >= 0 && x < g.width;
          const index = (y * g.width + x) * words + word;
          const first = options.waits && out === 0 ? (accepted[0] as number) : 0;
          read = Math.max(read + 1, inside ? (accepted[index] as number) + 1 : first);
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

/** Parameters that both library modules take. */
const geometryParameters = (options: WindowOptions, largestIndex: number) => {
  const { geometry: g, words, lanes, elementBits } = options;
  const widthBits = lanes * elementBits;
  const padElement = BigInt.asUintN(elementBits, BigInt(options.padCode));
  let padValue = 0n;
  for (let lane = 0; lane < lanes; lane++) padValue |= padElement << BigInt(lane * elementBits);
  return {
    WIDTH: widthBits,
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
    INDEX_BITS: signedBitsFor(-largestIndex, largestIndex),
    PAD_VALUE: bitVector(widthBits, padValue),
  };
};

/** Sliding window over an image; templates/lib/sinter_window.v, sinter_waiting_window.v and sinter_window_columns.v. */
export const slidingWindow = (options: WindowOptions): Stage => {
  const { geometry: g, lanes, words, elementBits, beat } = options;
  const widthBits = lanes * elementBits;
  const rows = storedRows(g);
  const rowWords = g.width * words;
  const parameters = geometryParameters(
    options,
    Math.max(
      g.outHeight * g.stride[0] + reach(g.kernel[0], g.dilation[0]),
      g.outWidth * g.stride[1] + reach(g.kernel[1], g.dilation[1]),
      g.height,
      g.width,
      words,
      options.repeat,
      2 * rows,
    ),
  );
  const stage = { kind: 'stage' as const, instance: options.instance, inputBits: widthBits };
  if (beat === 'column') {
    return {
      ...stage,
      module: { kind: 'library', name: 'sinter_window_columns' },
      parameters: {
        ...parameters,
        ADDRESS_BITS: unsignedBitsFor(rowWords - 1),
        BANK_BITS: unsignedBitsFor(2 * rows),
        COUNT_BITS: signedBitsFor(0, rows * rowWords),
      },
      outputBits: g.kernel[0] * widthBits,
      timing: windowTiming(options),
    };
  }
  // Images of which words are stored, one that comes and one whose last word leaves.
  const images = Math.floor(rows / g.height) + 2;
  return {
    ...stage,
    module: { kind: 'library', name: options.waits ? 'sinter_waiting_window' : 'sinter_window' },
    parameters: {
      ...parameters,
      FLAG: options.flag ? 1 : 0,
      ADDRESS_BITS: unsignedBitsFor(rows * rowWords - 1),
      ...(options.waits ? { IMAGES_BITS: unsignedBitsFor(images) } : {}),
    },
    outputBits: widthBits + (options.flag ? 1 : 0),
    timing: windowTiming(options),
  };
};

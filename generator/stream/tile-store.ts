import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { heldBy, type Tiles } from './tiles.js';

export interface TileStoreOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Of a matrix, in rows and in words; a block is a row of tiles. */
  readonly rows: Tiles;
  readonly words: Tiles;
  readonly matrices: number;
}

export const tileStoreBits = ({ widthBits, rows, words }: TileStoreOptions): number =>
  2 * rows.width * words.size * widthBits;

/** Words that come tile by tile, row by row; templates/lib/sinter_tile_store.v. */
export const tileStore = (options: TileStoreOptions): Stage => {
  const { instance, widthBits, rows, words, matrices } = options;
  const blockWords = rows.width * words.size;
  const sizes = [rows.width, words.width, rows.count, words.count];
  const beats = matrices * rows.size * words.size;
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_tile_store' },
    parameters: {
      WIDTH: widthBits,
      ROWS: rows.width,
      PARTS: words.width,
      COLUMN_TILES: words.count,
      TAIL_PARTS: words.tail,
      BLOCKS: rows.count,
      TAIL_ROWS: rows.tail,
      ROW_WORDS: words.size,
      ADDRESS_BITS: unsignedBitsFor(2 * blockWords - 1),
      COUNT_BITS: unsignedBitsFor(Math.max(...sizes)),
    },
    inputBits: widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: beats,
      departures(arrivals) {
        const departures = new Float64Array(beats);
        // When the last read of a half lets the next block but one in.
        const freed = [0, 0];
        let accepted = -1;
        let read = -1;
        let at = 0;
        for (let block = 0; block < matrices * rows.count; block++) {
          const end = at + heldBy(rows, block) * words.size;
          for (let word = at; word < end; word++) {
            const arrival = arrivals[word] as number;
            accepted = Math.max(accepted + 1, arrival, freed[block % 2] as number);
          }
          for (; at < end; at++) {
            read = Math.max(read, accepted) + 1;
            departures[at] = read + 1;
          }
          freed[block % 2] = read + 1;
        }
        return departures;
      },
    },
  };
};

import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { heldBy, type Tiles } from './tiles.js';

export interface TileDrainOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Of a matrix, in rows and in words. */
  readonly rows: Tiles;
  readonly words: Tiles;
  /** Whether tiles come along the matrix' rows, else along its columns. */
  readonly alongRows: boolean;
  readonly matrices: number;
}

/** Cycles of a tile. */
export const drainCycles = ({ rows, words }: Pick<TileDrainOptions, 'rows' | 'words'>): number =>
  rows.width * words.width;

/** Whether a beat is a word of the matrix as it stands. */
export const isDrained = ({ rows, words }: Pick<TileDrainOptions, 'rows' | 'words'>): boolean =>
  drainCycles({ rows, words }) === 1;

/** Whole tiles to single words within the matrix; templates/lib/sinter_tile_drain.v. */
export const tileDrain = (options: TileDrainOptions): Stage => {
  const { instance, widthBits, rows, words, alongRows, matrices } = options;
  const cycles = drainCycles(options);
  const tiles = matrices * rows.count * words.count;
  const sizes = [rows.width, words.width, rows.count, words.count];
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_tile_drain' },
    parameters: {
      WIDTH: widthBits,
      ROWS: rows.width,
      PARTS: words.width,
      ROW_TILES: rows.count,
      COLUMN_TILES: words.count,
      TAIL_ROWS: rows.tail,
      TAIL_PARTS: words.tail,
      COLUMNS_FIRST: alongRows ? 1 : 0,
      COUNT_BITS: unsignedBitsFor(Math.max(...sizes)),
    },
    inputBits: cycles * widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: tiles * cycles,
      departures(arrivals) {
        const departures = new Float64Array(matrices * rows.size * words.size);
        let out = 0;
        let free = 0;
        for (let tile = 0; tile < tiles; tile++) {
          const start = Math.max((arrivals[tile] as number) + 1, free);
          free = start + cycles;
          const keptRows = heldBy(rows, alongRows ? Math.floor(tile / words.count) : tile);
          const keptWords = heldBy(words, alongRows ? tile : Math.floor(tile / rows.count));
          for (let row = 0; row < keptRows; row++) {
            for (let word = 0; word < keptWords; word++) {
              departures[out++] = start + row * words.width + word;
            }
          }
        }
        return departures;
      },
    },
  };
};

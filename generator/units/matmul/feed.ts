import { unsignedBitsFor } from '../../ir/format.js';
import type { LibraryModule, ParameterValue } from '../../ir/module.js';
import { heldBy, type Tiles } from '../../stream/tiles.js';
import { transposeBits, transposeStage } from '../../stream/transpose.js';

/** How an operand comes to the array: what buffers it, and what the array sees of it. */
export interface Feed {
  /** Elements that the array takes in a step. */
  readonly lanes: number;
  /** Elements of a beat that comes, and elements of a row, which starts a new beat. */
  readonly word: number;
  readonly group: number;
  /** The buffer; undefined where elements come as the array wants them. */
  readonly buffer:
    | {
        readonly module: LibraryModule;
        readonly parameters: Readonly<Record<string, ParameterValue>>;
      }
    | undefined;
  readonly memoryBits: number;
  /** Blocks of a tensor; each comes in so many beats and is given in `reads` steps. */
  readonly blocks: number;
  readonly reads: number;
  beats(block: number): number;
}

/** Elements that come in the order and number in which the array takes them. */
export const directFeed = (lanes: number, group: number, steps: number): Feed => ({
  lanes,
  word: lanes,
  group,
  buffer: undefined,
  memoryBits: 0,
  blocks: steps,
  reads: 1,
  beats: () => 1,
});

interface PanelOptions {
  /** Rows of a matrix, a bank for each row of a tile. */
  readonly rows: Tiles;
  /** Elements of a row. */
  readonly steps: number;
  /** Elements of a row that come in a beat. */
  readonly word: number;
  /** Whether the whole matrix is a block, else each tile. */
  readonly whole: boolean;
  readonly passes: number;
  readonly matrices: number;
  readonly elementBits: number;
}

/** Rows side by side: tiles that are wanted across the order in which they come. */
export const panelFeed = (options: PanelOptions): Feed => {
  const { rows, steps, word, whole, passes, matrices, elementBits } = options;
  const words = Math.ceil(steps / word);
  const blockTiles = whole ? rows.count : 1;
  const depth = 2 * blockTiles * words;
  const counts = [rows.width, word, steps, words, rows.count, passes];
  return {
    lanes: rows.width,
    word,
    group: steps,
    buffer: {
      module: { kind: 'library', name: 'sinter_panel' },
      parameters: {
        ELEMENT_BITS: elementBits,
        BANKS: rows.width,
        WORD: word,
        STEPS: steps,
        WORDS: words,
        TILES: rows.count,
        TAIL: rows.tail,
        BLOCK_TILES: blockTiles,
        PASSES: passes,
        ADDRESS_BITS: unsignedBitsFor(depth - 1),
        COUNT_BITS: unsignedBitsFor(Math.max(...counts)),
      },
    },
    memoryBits: depth * rows.width * word * elementBits,
    blocks: matrices * (rows.count / blockTiles),
    reads: blockTiles * steps * passes,
    beats: (block) => (whole ? rows.size : heldBy(rows, block)) * words,
  };
};

/** Part of the time a block is worked on in which the next one must be able to come: streams stop and go. */
const promptly = 0.75;

/** Fewest elements a beat for which a block comes well within `cycles`; all of a row where none is enough. */
export const panelWord = (rows: number, steps: number, cycles: number): number => {
  for (let word = 1; word < steps; word++) {
    if (rows * Math.ceil(steps / word) <= promptly * cycles) return word;
  }
  return steps;
};

interface TurnOptions {
  /** Rows of a matrix, cut into tiles of so many elements. */
  readonly rows: number;
  readonly columns: Tiles;
  readonly passes: number;
  readonly matrices: number;
  readonly elementBits: number;
}

/** Rows in words, tile by tile down the matrix: elements that stay side by side as they come. */
export const turnFeed = ({ rows, columns, passes, matrices, elementBits }: TurnOptions): Feed => {
  const { width: lanes, count } = columns;
  const words = rows * count;
  if (count === 1 && passes === 1) return directFeed(lanes, columns.size, matrices * words);
  const options = {
    instance: 'turn',
    widthBits: lanes * elementBits,
    axes: [
      { size: rows, distance: count },
      { size: count, distance: 1 },
    ].filter(({ size }) => size > 1),
    blocks: matrices,
    passes,
  };
  const { module, parameters } = transposeStage(options);
  return {
    lanes,
    word: lanes,
    group: columns.size,
    buffer: { module: module as LibraryModule, parameters },
    memoryBits: transposeBits(options),
    blocks: matrices,
    reads: words * passes,
    beats: () => words,
  };
};

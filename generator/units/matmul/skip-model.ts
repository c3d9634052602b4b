import { beatSource, blockStore } from '../../stream/block-store.js';
import type { Supply } from '../../stream/supply.js';
import type { Beats } from '../../stream/timing.js';

/** A product as templates/lib/sinter_skip_zeros.v works it. */
export interface SkipShape {
  /** Left matrices of all tensors, their rows, and beats of a row. */
  readonly matrices: number;
  readonly rows: number;
  readonly beats: number;
  /** Beats of a right matrix, and tiles of a row of the result. */
  readonly words: number;
  readonly tiles: number;
  /** Cycles in which a tile's sums leave. */
  readonly drain: number;
}

/** Cycles from a row's last element to its sums. */
export const skipZerosLatency = 6;

/** Cycles from the last work on a matrix to its last word read. */
const freeing = 2;

/** The beats of a row as a list of elements that are not 0, cycle by cycle: templates/lib/sinter_nonzeros.v. */
const listMaker = (shape: SkipShape, left: Supply, nonzeros: ArrayLike<number>) => {
  const input = beatSource(left);
  const full = [false, false];
  const counts = [0, 0];
  let beat = -1;
  let open = 0;
  let have = false;
  let list = 0;
  let count = 0;
  return {
    full,
    counts,
    /** One cycle; `released` is the list that is released in it. */
    step(cycle: number, released: number | undefined): void {
      const steps = have && !full[list];
      const ends = steps && open <= 1;
      let filled: number | undefined;
      if (steps && open > 0) count++;
      if (ends && beat % shape.beats === shape.beats - 1) {
        filled = list;
        counts[list] = count;
        count = 0;
        list = 1 - list;
      }
      if (steps && !ends) open--;
      if (!have || ends) {
        have = input.offers(cycle);
        if (have) {
          input.take(cycle);
          beat++;
          open = nonzeros[beat] as number;
        }
      }
      if (released !== undefined) full[released] = false;
      if (filled !== undefined) full[filled] = true;
    },
  };
};

/**
 * The control of templates/lib/sinter_skip_zeros.v, cycle by cycle: when the tiles of all rows leave.
 * `nonzeros` tells of every beat of the left operand how many elements are not 0.
 */
export const skipZerosTiles = (
  shape: SkipShape,
  [left, right]: readonly Supply[],
  nonzeros: ArrayLike<number>,
): Beats => {
  const { matrices, rows, words, tiles, drain } = shape;
  const lists = listMaker(shape, left as Supply, nonzeros);
  const store = blockStore(words, right as Supply);
  const departures = new Float64Array(matrices * rows * tiles);
  // What is behind the lists moves only while a result can leave: whether a tile ends in a register.
  const ends = new Array<boolean>(skipZerosLatency).fill(false);
  const freed = new Array<number | undefined>(freeing).fill(undefined);
  let given = 0;
  let last = Number.NEGATIVE_INFINITY;
  let list = 0;
  let half = 0;
  let entry = 0;
  let tile = 0;
  let row = 0;
  for (let cycle = 0; given < departures.length; cycle++) {
    const result = ends[skipZerosLatency - 1] as boolean;
    const leaves = result && cycle >= last + drain;
    if (leaves) {
      departures[given++] = cycle;
      last = cycle;
    }
    let released: number | undefined;
    let claimed: number | undefined;
    let frees: number | undefined;
    if (!result || leaves) {
      const issue = lists.full[list] && store.full[half];
      let endOfTile = false;
      if (issue) {
        endOfTile = ++entry >= (lists.counts[list] as number);
        if (endOfTile) {
          entry = 0;
          tile = (tile + 1) % tiles;
          if (tile === 0) {
            released = list;
            list = 1 - list;
            row = (row + 1) % rows;
            if (row === 0) {
              claimed = half;
              half = 1 - half;
            }
          }
        }
      }
      ends.pop();
      ends.unshift(endOfTile);
      frees = freed.pop();
      freed.unshift(claimed);
    }
    lists.step(cycle, released);
    store.step(cycle, claimed, frees);
  }
  return departures;
};

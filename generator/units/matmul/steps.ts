import { follow, type Supply, steadySupply } from '../../stream/supply.js';
import type { Beats } from '../../stream/timing.js';
import type { Feed } from './feed.js';

/** When the next step of an operand can be taken, told when the one before it was. */
type Reader = (lastTaken: number) => number;

const readerOf = (feed: Feed, supply: Supply): Reader => {
  const input = follow(supply);
  if (!feed.buffer) {
    let first = true;
    return (lastTaken) => {
      if (!first) input.take(lastTaken);
      first = false;
      return Math.max(input.offered(), lastTaken + 1);
    };
  }
  // When the last read of a half lets the next block but one in.
  const freed = [0, 0];
  let accepted = -1;
  let block = 0;
  let step = 0;
  return (lastTaken) => {
    let read = lastTaken;
    if (step === 0) {
      for (let beats = feed.beats(block); beats > 0; beats--) {
        accepted = Math.max(input.offered(), freed[block % 2] as number);
        input.take(accepted);
      }
      read = Math.max(lastTaken, accepted + 1);
    }
    step++;
    if (step === feed.reads) {
      freed[block % 2] = read + 1;
      block++;
      step = 0;
    }
    return read + 1;
  };
};

/** Cycles from a tile's last step to its sums. */
export const outputStationaryLatency = 3;

/** Cycles from a vector to its sums, which move down `rows` elements. */
export const weightStationaryLatency = (rows: number): number => rows + 2;

/** When the tiles of an output-stationary array leave: `tiles` of `steps` steps each. */
export const outputStationaryTiles = (
  [a, b]: readonly [Feed, Feed],
  supplies: readonly Supply[],
  tiles: number,
  steps: number,
): Beats => {
  const left = readerOf(a, supplies[0] as Supply);
  const right = readerOf(b, supplies[1] as Supply);
  let taken = -1;
  return Float64Array.from({ length: tiles }, () => {
    for (let step = 0; step < steps; step++) taken = Math.max(left(taken), right(taken));
    return taken + outputStationaryLatency;
  });
};

/** When the sums of a weight-stationary array leave: `vectors` for each tile, which has `rowsOf(tile)` rows. */
export const weightStationaryVectors = (
  [a, b]: readonly [Feed, Feed],
  supplies: readonly Supply[],
  array: {
    readonly rows: number;
    readonly vectors: number;
    readonly tiles: number;
    rowsOf(tile: number): number;
  },
): Beats => {
  const { rows, vectors, tiles, rowsOf } = array;
  const left = readerOf(a, supplies[0] as Supply);
  const right = readerOf(b, supplies[1] as Supply);
  const sums = new Float64Array(tiles * vectors);
  let taken = -1;
  let loaded = -1;
  let swapped = -1;
  for (let tile = 0; tile < tiles; tile++) {
    for (let row = 0; row < rowsOf(tile); row++) {
      // Shadow registers take the next tile from the cycle on in which the array takes this one.
      loaded = Math.max(right(loaded), row === 0 ? swapped : 0);
    }
    for (let vector = 0; vector < vectors; vector++) {
      taken = Math.max(left(taken), vector === 0 ? loaded + 1 : 0);
      if (vector === 0) swapped = taken;
      sums[tile * vectors + vector] = taken + weightStationaryLatency(rows);
    }
  }
  return sums;
};

const beatsOfTensor = (feed: Feed): number => {
  let beats = 0;
  for (let block = 0; block < feed.blocks; block++) beats += feed.beats(block);
  return beats;
};

/** Tensors after which an array with slow buffers has found its pace. */
const settled = 5;

/**
 * Cycles between tensors where some block takes longer to come than to be worked off: from following the
 * buffers, both operands coming a beat a cycle. `results(feeds, arrivals, tensors)` says when results leave.
 */
export const followedInterval = (
  feeds: readonly [Feed, Feed],
  results: (feeds: readonly [Feed, Feed], supplies: readonly Supply[], tensors: number) => Beats,
): number => {
  const repeated = feeds.map(
    (feed): Feed => ({
      ...feed,
      blocks: settled * feed.blocks,
      beats: (block) => feed.beats(block % feed.blocks),
    }),
  ) as unknown as readonly [Feed, Feed];
  const supplies = repeated.map((feed) => steadySupply(beatsOfTensor(feed)));
  const times = results(repeated, supplies, settled);
  const perTensor = times.length / settled;
  return (times.at(-1) as number) - (times[times.length - 1 - perTensor] as number);
};

export { beatsOfTensor };

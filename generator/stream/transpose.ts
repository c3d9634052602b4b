import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { packed } from './odometer.js';

/** An axis as the words are read: its size, and how far apart its positions lie in the block, in words. */
export interface ReadAxis {
  readonly size: number;
  readonly distance: number;
}

export interface TransposeOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Innermost of the output first; together all words of a block. */
  readonly axes: readonly ReadAxis[];
  /** Blocks of a tensor, each turned by itself. */
  readonly blocks: number;
  /** How often each block is given; default once. */
  readonly passes?: number;
}

const wordsOf = ({ axes }: TransposeOptions): number =>
  axes.reduce((product, { size }) => product * size, 1);

export const transposeBits = (options: TransposeOptions): number =>
  2 * wordsOf(options) * options.widthBits;

/** Gives the words of each block in another order; templates/lib/sinter_transpose.v. */
export const transposeStage = (options: TransposeOptions): Stage => {
  const { instance, widthBits, blocks, passes = 1 } = options;
  const words = wordsOf(options);
  // A pass starts where the one before it did.
  const again = passes > 1 ? [{ size: passes, distance: 0 }] : [];
  const axes = [...options.axes, ...again];
  const reads = words * passes;
  const addressBits = unsignedBitsFor(2 * words - 1);
  const indexBits = unsignedBitsFor(Math.max(...axes.map(({ size }) => size - 1)));
  // From the last position of all axes inside of one to their first, and one on.
  const steps = axes.map(
    ({ distance }, axis) =>
      distance -
      axes.slice(0, axis).reduce((sum, inner) => sum + (inner.size - 1) * inner.distance, 0),
  );
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_transpose' },
    parameters: {
      WIDTH: widthBits,
      WORDS: words,
      BLOCKS: blocks,
      BLOCK_BITS: unsignedBitsFor(blocks - 1),
      ADDRESS_BITS: addressBits,
      AXES: axes.length,
      INDEX_BITS: indexBits,
      LASTS: packed(
        indexBits,
        axes.map(({ size }) => size - 1),
      ),
      STEPS: packed(addressBits, steps),
    },
    inputBits: widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: blocks * reads,
      departures(arrivals) {
        const departures = new Float64Array(blocks * reads);
        // When the last read of a half lets the next block but one in.
        const freed = [0, 0];
        let accepted = -1;
        let read = -1;
        for (let block = 0; block < blocks; block++) {
          for (let word = 0; word < words; word++) {
            const arrival = arrivals[block * words + word] as number;
            accepted = Math.max(accepted + 1, arrival, freed[block % 2] as number);
          }
          for (let word = 0; word < reads; word++) {
            read = Math.max(read, accepted) + 1;
            departures[block * reads + word] = read + 1;
          }
          freed[block % 2] = read + 1;
        }
        return departures;
      },
    },
  };
};

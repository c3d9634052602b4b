import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { packed } from './odometer.js';
import type { ReadAxis } from './transpose.js';

export interface RowsOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Rows that are read together, and words of each. */
  readonly rows: number;
  readonly words: number;
  /** How an address runs over a row's words, innermost first; positions may lie on each other. */
  readonly axes: readonly ReadAxis[];
  /** Blocks of rows in a tensor. */
  readonly blocks: number;
}

export const rowsBits = ({ rows, words, widthBits }: RowsOptions): number =>
  2 * rows * words * widthBits;

/** Rows one after the other to words of all rows side by side; templates/lib/sinter_rows.v. */
export const rowsStage = (options: RowsOptions): Stage => {
  const { instance, widthBits, rows, words, axes, blocks } = options;
  const addressBits = unsignedBitsFor(2 * words - 1);
  const indexBits = unsignedBitsFor(Math.max(...axes.map(({ size }) => size - 1)));
  const reads = axes.reduce((product, { size }) => product * size, 1);
  const steps = axes.map(
    ({ distance }, axis) =>
      distance -
      axes.slice(0, axis).reduce((sum, inner) => sum + (inner.size - 1) * inner.distance, 0),
  );
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_rows' },
    parameters: {
      WIDTH: widthBits,
      ROWS: rows,
      WORDS: words,
      BLOCKS: blocks,
      COUNT_BITS: unsignedBitsFor(Math.max(rows, words, blocks)),
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
    outputBits: rows * widthBits,
    timing: {
      intervalCycles: blocks * Math.max(reads, rows * words),
      departures(arrivals) {
        const departures = new Float64Array(blocks * reads);
        // When the last read of a half lets the next block but one in.
        const freed = [0, 0];
        let accepted = -1;
        let read = -1;
        for (let block = 0; block < blocks; block++) {
          for (let word = 0; word < rows * words; word++) {
            const arrival = arrivals[block * rows * words + word] as number;
            accepted = Math.max(accepted + 1, arrival, freed[block % 2] as number);
          }
          for (let i = 0; i < reads; i++) {
            read = Math.max(read, accepted) + 1;
            departures[block * reads + i] = read + 1;
          }
          freed[block % 2] = read + 1;
        }
        return departures;
      },
    },
  };
};

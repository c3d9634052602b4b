import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Merge } from '../ir/module.js';
import { follow } from './supply.js';

export interface GatherOptions {
  readonly widthBits: number;
  /** Of the matrix: rows, and beats of a row. */
  readonly rows: number;
  readonly words: number;
  /** Indices of a tensor, and their format. */
  readonly count: number;
  readonly index: NumberFormat;
}

/** The word of a row; rows that are one word have an address bit of it all the same. */
const wordBitsOf = ({ words }: GatherOptions): number => unsignedBitsFor(words - 1);

/** Bits of two matrices, their rows at powers of two. */
export const gatherBits = (options: GatherOptions): number =>
  2 * options.rows * 2 ** wordBitsOf(options) * options.widthBits;

/** Rows of the first input, chosen by the second; templates/lib/sinter_gather.v. */
export const gatherMerge = (options: GatherOptions): Merge => {
  const { widthBits, rows, words, count, index } = options;
  const block = rows * words;
  return {
    kind: 'merge',
    instance: 'gather',
    module: { kind: 'library', name: 'sinter_gather' },
    parameters: {
      WIDTH: widthBits,
      ROWS: rows,
      WORDS: words,
      WORD_BITS: wordBitsOf(options),
      COUNT: count,
      COUNT_BITS: unsignedBitsFor(count - 1),
      INDEX_BITS: index.bits,
      INDEX_SIGNED: isSigned(index) ? 1 : 0,
      ROW_BITS: unsignedBitsFor(2 * rows - 1),
    },
    inputBits: [widthBits, index.bits],
    outputBits: widthBits,
    timing: {
      intervalCycles: Math.max(block, count * words),
      departures(_, supplies) {
        const [data, indices] = supplies.map(follow) as [
          ReturnType<typeof follow>,
          ReturnType<typeof follow>,
        ];
        const departures = new Float64Array(count * words);
        let written = -1;
        for (let beat = 0; beat < block; beat++) {
          written = Math.max(written + 1, data.offered());
          data.take(written);
        }
        let read = -1;
        let at = 0;
        for (let row = 0; row < count; row++) {
          // The index before it is held until the last word of its row is read.
          const taken = Math.max(indices.offered(), read);
          indices.take(taken);
          for (let word = 0; word < words; word++) {
            read = Math.max(read + 1, written + 1, taken + 1);
            departures[at++] = read + 1;
          }
        }
        return departures;
      },
    },
  };
};

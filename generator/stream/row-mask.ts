import { signedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { type RowOptions, wordsOfRow } from './row-difference.js';
import { pipeline } from './timing.js';

/** Which elements of a row are left out. */
export interface RowMaskOptions {
  readonly rows: Omit<RowOptions, 'masked' | 'instance'>;
  /** Whether a mask's bits come above all elements of a beat. */
  readonly stream: boolean;
  readonly causal: boolean;
  /** Elements of a row that count; default all. */
  readonly length: number | undefined;
}

/** A bit above each element that leaves it out; templates/lib/sinter_row_mask.v. */
export const rowMask = ({ rows: options, stream, causal, length }: RowMaskOptions): Stage => {
  const { row, rows, lanes, format } = options;
  const words = wordsOfRow(options);
  return {
    kind: 'stage',
    instance: 'mask',
    module: { kind: 'library', name: 'sinter_row_mask' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      STREAM: stream ? 1 : 0,
      CAUSAL: causal ? 1 : 0,
      LENGTH: length ?? row,
      ROW: row,
      WORDS: words,
      COLUMN_BITS: signedBitsFor(0, lanes * words + row),
    },
    inputBits: lanes * (format.bits + (stream ? 1 : 0)),
    outputBits: lanes * (format.bits + 1),
    timing: pipeline(rows * words, 1),
  };
};

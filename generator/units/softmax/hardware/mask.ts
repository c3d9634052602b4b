import { signedBitsFor } from '../../../ir/format.js';
import type { Stage } from '../../../ir/module.js';
import { wordsOfRow } from '../../../stream/row-difference.js';
import { pipeline } from '../../../stream/timing.js';
import type { SoftmaxSpec } from '../spec.js';
import { rowOptions } from './row-shape.js';

/** A bit above each element that leaves it out; templates/lib/sinter_row_mask.v. */
export const maskStage = (spec: SoftmaxSpec): Stage => {
  const { row, rows, maskStream, parameters } = spec;
  const { lanes, format } = rowOptions(spec);
  const words = wordsOfRow(rowOptions(spec));
  return {
    kind: 'stage',
    instance: 'mask',
    module: { kind: 'library', name: 'sinter_row_mask' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      STREAM: maskStream ? 1 : 0,
      CAUSAL: parameters.causal ? 1 : 0,
      LENGTH: parameters.length ?? row,
      ROW: row,
      WORDS: words,
      COLUMN_BITS: signedBitsFor(0, lanes * words + row),
    },
    inputBits: lanes * (format.bits + (maskStream ? 1 : 0)),
    outputBits: lanes * (format.bits + 1),
    timing: pipeline(rows * words, 1),
  };
};

import { isSigned, unsignedBitsFor } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { dataBitsOf, type StreamType } from '../../ir/stream.js';
import { vectorLanes } from '../../stream/lanes.js';
import { tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import type { ArgmaxSpec } from './spec.js';

/** Registers of templates/lib/sinter_row_argmax.v. */
const latencyCycles = 2;

const argmaxStage = (spec: ArgmaxSpec, { format }: StreamType): Stage => {
  const { lanes, rows, output } = spec;
  const words = wordsOfRow(spec);
  return {
    kind: 'stage',
    instance: 'argmax',
    module: { kind: 'library', name: 'sinter_row_argmax' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      LEVELS: lanes > 1 ? unsignedBitsFor(lanes - 1) : 0,
      WORDS: words,
      TAIL: tailOfRow(spec),
      WORD_BITS: unsignedBitsFor(words - 1),
      INDEX_BITS: unsignedBitsFor(words * lanes),
      OUT_BITS: output.format.bits,
    },
    inputBits: lanes * format.bits,
    outputBits: dataBitsOf(output),
    timing: {
      intervalCycles: rows * words,
      departures: (arrivals) =>
        Float64Array.from(
          { length: rows },
          (_, r) => (arrivals[(r + 1) * words - 1] as number) + latencyCycles,
        ),
    },
  };
};

/** Rows that start a beat each, and an index for each. */
export const elaborateArgmax = (spec: ArgmaxSpec): readonly Stage[] => {
  const [input] = spec.inputs;
  if (!input) throw new Error('argmax has one input');
  return [
    ...vectorLanes('rows', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: spec.lanes,
      vector: spec.row,
      vectors: spec.rows,
    }),
    argmaxStage(spec, input),
  ];
};

import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { fifo } from '../../stream/fifo.js';
import { join } from '../../stream/join.js';
import { convertLanes, vectorLanes } from '../../stream/lanes.js';
import { wordsOfRow } from '../../stream/row-difference.js';
import { tailMask } from '../../stream/tail-mask.js';
import type { Naming } from '../unit.js';
import { maskStage } from './hardware/mask.js';
import { rowOptions } from './hardware/row-shape.js';
import { rowStages } from './hardware/stages.js';
import { isMasked, type SoftmaxSpec } from './spec.js';

/** From a flat stream to rows that start a beat each, behind its buffer. */
const intoRows = (
  instance: string,
  { row, rows, parameters }: SoftmaxSpec,
  input: StreamType,
  depth = 0,
): readonly Stage[] => [
  ...(depth === 0
    ? []
    : [
        fifo(`${instance}_buffer`, {
          widthBits: dataBitsOf(input),
          depth,
          beats: beatsOf(input),
        }),
      ]),
  ...vectorLanes(instance, {
    elementBits: input.format.bits,
    inLanes: input.lanes,
    outLanes: parameters.lanes,
    vector: row,
    vectors: rows,
  }),
];

/** And back, with zeros in the lanes that hold nothing. */
const outOfRows = ({ row, parameters: { lanes }, output }: SoftmaxSpec): readonly Stage[] => {
  const elements = elementsOf(output);
  const flat = { lanes, group: elements };
  const stages = convertLanes('flat', output.format.bits, { lanes, group: row }, flat, elements);
  return stages.length > 0 ? stages : tailMask(output);
};

/** Rows, with the bits of a mask beside them; their shares by the method. */
export const elaborateSoftmax = (spec: SoftmaxSpec, naming: Naming): Hardware => {
  const { inputs, parameters, rows } = spec;
  const [scores, mask] = inputs;
  if (!scores) throw new Error('softmax has an input');
  const { lanes } = parameters;
  const body = [
    ...(isMasked(spec) ? [maskStage(spec)] : []),
    ...rowStages(spec, naming),
    ...outOfRows(spec),
  ];
  if (!mask)
    return { heads: [[]], merge: undefined, body: [...intoRows('rows', spec, scores), ...body] };
  return {
    heads: [
      intoRows('rows', spec, scores, spec.inputFifo[0]),
      intoRows('mask_rows', spec, mask, spec.inputFifo[1]),
    ],
    merge: join([lanes * scores.format.bits, lanes], rows * wordsOfRow(rowOptions(spec))),
    body,
  };
};

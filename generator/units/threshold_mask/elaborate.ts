import { unsignedDecimal } from '../../emit/literal.js';
import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { convertLanes, vectorLanes } from '../../stream/lanes.js';
import { type RowOptions, rowDifference, wordsOfRow } from '../../stream/row-difference.js';
import { rowMask } from '../../stream/row-mask.js';
import { tailMask } from '../../stream/tail-mask.js';
import { pipeline } from '../../stream/timing.js';
import type { ThresholdMaskSpec } from './spec.js';

export const thresholdRows = ({
  inputs,
  output,
  parameters: { lanes, causal, length },
  row,
  rows,
}: ThresholdMaskSpec): RowOptions => ({
  instance: 'difference',
  format: (inputs[0] ?? output).format,
  masked: causal || (length ?? row) < row,
  lanes,
  row,
  rows,
});

/** Differences to bits; templates/lib/sinter_row_within.v. */
const compare = (options: RowOptions, limit: number): Stage => {
  const { format, masked, lanes, rows } = options;
  return {
    kind: 'stage',
    instance: 'compare',
    module: { kind: 'library', name: 'sinter_row_within' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      MASKED: masked ? 1 : 0,
      LIMIT: unsignedDecimal(format.bits, limit),
    },
    inputBits: lanes * (format.bits + (masked ? 1 : 0)),
    outputBits: lanes,
    timing: pipeline(rows * wordsOfRow(options), 1),
  };
};

/** And back to a flat stream, with zeros in the lanes that hold nothing. */
const outOfRows = ({ output, row }: ThresholdMaskSpec): readonly Stage[] => {
  const { lanes } = output;
  const elements = elementsOf(output);
  const stages = convertLanes(
    'flat',
    1,
    { lanes, group: row },
    { lanes, group: elements },
    elements,
  );
  return stages.length > 0 ? stages : tailMask(output);
};

/** Rows that start a beat each, their differences from the maximum, a bit of each. */
export const elaborateThresholdMask = (spec: ThresholdMaskSpec): readonly Stage[] => {
  const { inputs, parameters, row, rows, limit } = spec;
  const [input] = inputs;
  if (!input) throw new Error('threshold_mask has one input');
  const options = thresholdRows(spec);
  const { causal, length } = parameters;
  return [
    ...vectorLanes('rows', {
      elementBits: input.format.bits,
      inLanes: input.lanes,
      outLanes: options.lanes,
      vector: row,
      vectors: rows,
    }),
    ...(options.masked ? [rowMask({ rows: options, stream: false, causal, length })] : []),
    rowDifference(options),
    compare(options, limit),
    ...outOfRows(spec),
  ];
};

import type { Stage } from '../../ir/module.js';
import { elementsOf } from '../../ir/stream.js';
import { convertLanes, vectorLanes } from '../../stream/lanes.js';
import { rowDifference } from '../../stream/row-difference.js';
import type { Naming } from '../unit.js';
import { int16ExponentialStage, int16NormaliseStage } from './int16-stages.js';
import { rowOptions } from './rows.js';
import type { SoftmaxSpec } from './spec.js';
import { normaliseStage, sumStage } from './stages.js';

/** From the flat stream that comes to rows that start a beat each, and back. */
const rowLanes = (spec: SoftmaxSpec): { into: readonly Stage[]; back: readonly Stage[] } => {
  const { row, rows, parameters, inputs, output } = spec;
  const { lanes } = parameters;
  const elements = elementsOf(output);
  const byRow = { lanes, group: row };
  return {
    into: vectorLanes('rows', {
      elementBits: inputs[0]?.format.bits ?? 8,
      inLanes: inputs[0]?.lanes ?? 1,
      outLanes: lanes,
      vector: row,
      vectors: rows,
    }),
    back: convertLanes('flat', output.format.bits, byRow, { lanes, group: elements }, elements),
  };
};

/** Differences from the row's maximum; their exponentials' sum; each exponential over the sum. */
export const elaborateSoftmax = (spec: SoftmaxSpec, naming: Naming): readonly Stage[] => {
  const { into, back } = rowLanes(spec);
  return [
    ...into,
    rowDifference(rowOptions(spec)),
    ...(spec.int16 ? [int16ExponentialStage(spec, spec.int16, naming)] : []),
    sumStage(spec, naming),
    spec.int16 ? int16NormaliseStage(spec, naming) : normaliseStage(spec, naming),
    ...back,
  ];
};

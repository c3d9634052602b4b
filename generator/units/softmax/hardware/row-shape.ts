import { type RowOptions, tailOfRow, wordsOfRow } from '../../../stream/row-difference.js';
import { isMasked, type SoftmaxSpec } from '../spec.js';

/** The rows that the hardware works on. */
export const rowOptions = (spec: SoftmaxSpec): RowOptions => ({
  instance: 'difference',
  format: spec.inputs[0]?.format ?? spec.output.format,
  masked: isMasked(spec),
  lanes: spec.parameters.lanes,
  row: spec.row,
  rows: spec.rows,
});

/** Cycles between rows: a beat a cycle, or slower where that was asked for. */
export const rowPeriod = (spec: SoftmaxSpec): number =>
  Math.max(wordsOfRow(rowOptions(spec)), spec.parameters.rowCycles ?? 1);

/** Cycles of a tensor. */
export const softmaxCycles = (spec: SoftmaxSpec): number => spec.rows * rowPeriod(spec);

/** What every template of a softmax says of its rows. */
export const rowView = (spec: SoftmaxSpec) => {
  const options = rowOptions(spec);
  return {
    lanes: options.lanes,
    bits: options.format.bits,
    masked: options.masked,
    elementBits: options.format.bits + (options.masked ? 1 : 0),
    tail: tailOfRow(options),
  };
};

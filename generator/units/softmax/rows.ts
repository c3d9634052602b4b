import { type RowOptions, tailOfRow } from '../../stream/row-difference.js';
import type { SoftmaxSpec } from './spec.js';

export const rowOptions = (spec: SoftmaxSpec): RowOptions => ({
  instance: 'difference',
  format: spec.inputs[0]?.format ?? spec.output.format,
  lanes: spec.parameters.lanes,
  row: spec.row,
  rows: spec.rows,
});

/** The row's last beat has lanes without an element, which are told apart. */
export const isTailed = (options: RowOptions): boolean => tailOfRow(options) !== options.lanes;

import type { Stage } from '../../../ir/module.js';
import { rowMask } from '../../../stream/row-mask.js';
import type { SoftmaxSpec } from '../spec.js';
import { rowOptions } from './row-shape.js';

/** A bit above each element that leaves it out. */
export const maskStage = (spec: SoftmaxSpec): Stage => {
  const { maskStream, parameters } = spec;
  const { causal, length } = parameters;
  return rowMask({ rows: rowOptions(spec), stream: maskStream, causal, length });
};

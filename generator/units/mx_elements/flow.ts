import { type Flow, plainFlow, vectorsOf } from '../../schedule/flow.js';
import { mxElementsContract } from './contract.js';
import type { MxElementsSpec } from './spec.js';

/**
 * Rows together. Numbers are held a block long, until its scale is there, however long their row is: at the grain of
 * rows that is as good as room for whole ones.
 */
export const mxElementsFlow = (spec: MxElementsSpec): Flow => {
  const { inputs, output } = spec;
  const [source = output] = inputs;
  const plain = plainFlow(source, output, mxElementsContract(spec).intervalCycles);
  const { inputVectors, needs, frees } = plain;
  const rows = { inputVectors, needs, frees };
  return { ...plain, inputs: [{ ...rows, capacity: Math.min(2, vectorsOf(source)) + 1 }, rows] };
};

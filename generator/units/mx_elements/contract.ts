import { beatsOf, dataBitsOf } from '../../ir/stream.js';
import { fifoBits } from '../../stream/fifo.js';
import { noProducts } from '../microscaling/blocks.js';
import type { UnitContract } from '../unit.js';
import type { MxElementsSpec } from './spec.js';

export const mxElementsContract = (spec: MxElementsSpec): UnitContract => {
  const { row, inputs, output, parameters } = spec;
  return {
    ...noProducts,
    intervalCycles: Math.max(row.rows * row.rowBeats, ...[...inputs, output].map(beatsOf)),
    memoryBits: inputs.reduce(
      (sum, input, i) => sum + fifoBits(dataBitsOf(input), parameters.inputFifo[i] ?? 0),
      0,
    ),
  };
};

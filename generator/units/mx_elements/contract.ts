import { beatsOf, dataBitsOf } from '../../ir/stream.js';
import { fifoBits } from '../../stream/fifo.js';
import { noProducts } from '../microscaling/blocks.js';
import type { UnitContract } from '../unit.js';
import { blockRoom } from './elaborate.js';
import type { MxElementsSpec } from './spec.js';

export const mxElementsContract = (spec: MxElementsSpec): UnitContract => {
  const { row, inputs, output, parameters } = spec;
  return {
    ...noProducts,
    intervalCycles: Math.max(row.rows * row.rowBeats, ...[...inputs, output].map(beatsOf)),
    memoryBits: inputs.reduce((sum, input, i) => {
      const room = i === 0 ? blockRoom(input) : 0;
      return sum + fifoBits(dataBitsOf(input), room + (parameters.inputFifo[i] ?? 0));
    }, 0),
  };
};

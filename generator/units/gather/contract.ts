import { beatsOf, elementsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { gatherMemoryBits } from './elaborate.js';
import type { GatherSpec } from './spec.js';

/** The data at the store's lanes, and the rows that leave. */
export const gatherContract = (spec: GatherSpec): UnitContract => {
  const { inputs, output, rows, row, count } = spec;
  const [data = output, indices = output] = inputs;
  return {
    intervalCycles: Math.max(
      beatsOf(data),
      elementsOf(indices),
      beatsOf(output),
      (Math.max(rows, count) * row) / output.lanes,
    ),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits: gatherMemoryBits(spec),
  };
};

import { elementsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import type { SliceSpec } from './spec.js';

/** All of the input goes by, at no more lanes than it came with. */
export const sliceContract = ({ inputs, output }: SliceSpec): UnitContract => ({
  intervalCycles: Math.ceil(elementsOf(inputs[0] ?? output) / output.lanes),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: 0,
});

import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { concatenateMemoryBits } from './elaborate.js';
import type { ConcatenateSpec } from './spec.js';

/** The output has the elements of all inputs, at no more lanes than any: its beats decide. */
export const concatenateContract = (spec: ConcatenateSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: concatenateMemoryBits(spec),
});

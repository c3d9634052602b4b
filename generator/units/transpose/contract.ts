import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { transposeMemoryBits } from './elaborate.js';
import type { TransposeSpec } from './spec.js';

/** As many elements leave as come, at no more lanes. */
export const transposeContract = (spec: TransposeSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: transposeMemoryBits(spec),
});

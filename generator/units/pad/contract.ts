import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import type { PadSpec } from './spec.js';

/** The output has at least as many elements at no more lanes: its beats decide. */
export const padContract = (spec: PadSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: 0,
});

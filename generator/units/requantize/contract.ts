import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { requantizeOptions } from './elaborate.js';
import type { RequantizeSpec } from './spec.js';
import { requantizeMemoryBits } from './stage.js';

export const requantizeContract = (spec: RequantizeSpec): UnitContract => ({
  intervalCycles: Math.max(beatsOf(spec.inputs[0] ?? spec.output), beatsOf(spec.output)),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: requantizeMemoryBits(requantizeOptions(spec, { module: '', dslName: '' })),
});

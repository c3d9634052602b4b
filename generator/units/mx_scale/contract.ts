import { beatsOf } from '../../ir/stream.js';
import { noProducts } from '../microscaling/blocks.js';
import type { UnitContract } from '../unit.js';
import type { MxScaleSpec } from './spec.js';

export const mxScaleContract = ({ row, inputs, output }: MxScaleSpec): UnitContract => ({
  ...noProducts,
  intervalCycles: Math.max(row.rows * row.rowBeats, beatsOf(inputs[0] ?? output), beatsOf(output)),
  memoryBits: 0,
});

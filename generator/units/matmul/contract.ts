import type { Codes } from '../../ir/codes.js';
import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { dataCompletions, sparseCorners } from './data-cycles.js';
import { matmulMemoryBits } from './elaborate.js';
import type { MatmulSpec } from './spec.js';

export const matmulContract = (spec: MatmulSpec): UnitContract => {
  const { shape, plan, inputs, output } = spec;
  const macs = shape.matrices * shape.rows * shape.depth * shape.columns;
  return {
    intervalCycles: Math.max(plan.intervalCycles, beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: plan.array[0] * plan.array[1],
    macs,
    effectualMacs: macs,
    memoryBits: matmulMemoryBits(spec),
    ...(plan.departuresOf && {
      corners: (input: number) => sparseCorners(spec, input),
      completions: (tensors: readonly Codes[]) => dataCompletions(spec, tensors),
    }),
  };
};

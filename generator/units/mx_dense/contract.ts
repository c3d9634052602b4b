import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { inputMemoryBits } from './elaborate.js';
import { arrayMemoryBits } from './memories.js';
import { arrayCycles } from './plan.js';
import type { MxDenseSpec } from './spec.js';

export const mxDenseContract = (spec: MxDenseSpec): UnitContract => {
  const { array, weights, inputs, output } = spec;
  const { vectors, pe, simd } = array;
  const nonZeros = weights.units.reduce((count, value) => count + Number(value !== 0), 0);
  return {
    intervalCycles: Math.max(arrayCycles(array), ...[...inputs, output].map(beatsOf)),
    multipliers: pe * simd,
    macs: vectors * weights.units.length,
    effectualMacs: vectors * nonZeros,
    memoryBits: arrayMemoryBits(spec) + inputMemoryBits(spec),
  };
};

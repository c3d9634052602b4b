import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import {
  matrixVectorCycles,
  matrixVectorMemoryBits,
  matrixVectorMultipliers,
} from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

export const denseContract = (spec: DenseSpec): UnitContract => {
  const { matrixVector, weights } = spec;
  const { vectors } = matrixVector;
  const [input] = spec.inputs;
  if (!input) throw new Error('dense has one input');
  return {
    intervalCycles: Math.max(
      matrixVectorCycles(matrixVector),
      beatsOf(input),
      beatsOf(spec.output),
    ),
    multipliers: matrixVectorMultipliers(matrixVector),
    macs: vectors * weights.length,
    effectualMacs: vectors * countNonZeros(weights),
    memoryBits: matrixVectorMemoryBits(matrixVector),
  };
};

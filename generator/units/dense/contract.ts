import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { matrixVectorCycles, matrixVectorMemoryBits } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

export const denseContract = (spec: DenseSpec): UnitContract => {
  const { matrixVector, weights } = spec;
  const { array, vectors } = matrixVector;
  const [input] = spec.inputs;
  if (!input) throw new Error('dense has one input');
  return {
    intervalCycles: Math.max(
      matrixVectorCycles(matrixVector),
      beatsOf(input),
      beatsOf(spec.output),
    ),
    multipliers: array.pe * array.simd,
    macs: vectors * weights.length,
    effectualMacs: vectors * weights.filter((weight) => weight !== 0).length,
    memoryBits: matrixVectorMemoryBits(matrixVector),
  };
};

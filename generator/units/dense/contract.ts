import { beatsOf } from '../../ir/stream.js';
import type { UnitContract } from '../unit.js';
import { countNonZeros } from '../weights.js';
import { dataContract } from './data-contract.js';
import { arrayCycles, arrayIndexBits, arrayMemoryBits, gatheredFeed } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

export const denseContract = (spec: DenseSpec): UnitContract => {
  const { matrixVector, weights } = spec;
  const { vectors } = matrixVector;
  const [input] = spec.inputs;
  if (!input) throw new Error('dense has one input');
  return {
    intervalCycles: Math.ceil(
      Math.max(arrayCycles(matrixVector), beatsOf(input), beatsOf(spec.output)),
    ),
    multipliers: matrixVector.array.multipliers,
    macs: vectors * weights.length,
    effectualMacs: vectors * countNonZeros(weights),
    memoryBits: arrayMemoryBits(matrixVector),
    ...arrayIndexBits(matrixVector),
    ...dataContract({
      matrixVector,
      input,
      output: spec.output,
      vectorZeros: (isZero) => isZero,
      feedOf: (tensors) => gatheredFeed(matrixVector, tensors),
    }),
  };
};

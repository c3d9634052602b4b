import type { Stage } from '../../ir/module.js';
import { alignedLanes, flatLanes } from '../../stream/lanes.js';
import type { Naming } from '../unit.js';
import { matrixVectorStages } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

/** The PE array, behind a converter where beats would hold elements of two vectors. */
export const elaborateDense = (spec: DenseSpec, naming: Naming): readonly Stage[] => {
  const { matrixVector } = spec;
  const { inputs, vectors, inLanes, array } = matrixVector;
  const lanes = { elementBits: array.inputFormat.bits, inLanes, vector: inputs, vectors };
  const aligned = alignedLanes({ ...lanes, outLanes: array.simd });
  return [
    ...flatLanes('align', { ...lanes, outLanes: aligned }),
    ...matrixVectorStages({ ...matrixVector, inLanes: aligned }, naming),
  ];
};

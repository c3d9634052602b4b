import type { Stage } from '../../ir/module.js';
import type { Naming } from '../unit.js';
import { matrixVectorStages } from './matrix-vector.js';
import type { DenseSpec } from './spec.js';

export const elaborateDense = (spec: DenseSpec, naming: Naming): readonly Stage[] =>
  matrixVectorStages(spec.matrixVector, naming);

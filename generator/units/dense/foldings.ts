import { matrixFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import type { DenseSpec } from './spec.js';

export const denseFoldings = ({
  matrixVector,
  parameters,
  weights,
}: DenseSpec): readonly FoldingChoice[] =>
  matrixFoldings({
    outputs: matrixVector.outputs,
    inputs: matrixVector.inputs,
    vectors: matrixVector.vectors,
    leastCycles: 1,
    pinned: parameters.array,
    weights,
    formats: [matrixVector.array.inputFormat, parameters.weights.format],
  });

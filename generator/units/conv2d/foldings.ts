import { dataflowFoldings } from '../dense/foldings.js';
import { arrayFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';

/** The window gives a column of the kernel a cycle at best: no folding is faster than that. */
export const conv2dFoldings = (spec: Conv2dSpec): readonly FoldingChoice[] => {
  const { geometry, matrixVector, parameters, weights, matrix } = spec;
  const { outputs, inputs, vectors } = matrixVector;
  const leastCycles = isPointwise(geometry)
    ? 1
    : Math.max(vectors * geometry.kernel[1], geometry.height * geometry.width);
  // Windows that reach beyond the image take no longer than others.
  const { lanes = 1, zeroPoint = 0 } = matrix.source ?? {};
  const anywhere = { ...matrix, source: { lanes, zeroPoint } };
  const ofData = dataflowFoldings(anywhere, vectors, parameters.array);
  if (ofData) return ofData;
  return arrayFoldings({
    outputs,
    inputs,
    vectors,
    leastCycles,
    pinned: parameters.array,
    sparsity: parameters.sparsity,
    weights,
    formats: [matrixVector.array.inputFormat, parameters.weights.format],
  });
};

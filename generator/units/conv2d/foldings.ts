import { arrayFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';

/** The window gives a column of the kernel a cycle at best: no folding is faster than that. */
export const conv2dFoldings = ({
  geometry,
  matrixVector,
  parameters,
  weights,
}: Conv2dSpec): readonly FoldingChoice[] => {
  const { outputs, inputs, vectors } = matrixVector;
  const leastCycles = isPointwise(geometry)
    ? 1
    : Math.max(vectors * geometry.kernel[1], geometry.height * geometry.width);
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

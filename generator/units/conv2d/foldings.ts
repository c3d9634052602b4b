import type { VectorSource } from '../dense/data-cycles.js';
import { dataflowFoldings } from '../dense/foldings.js';
import { arrayFoldings } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import { isPointwise } from './geometry.js';
import type { Conv2dSpec } from './spec.js';
import { vectorSource } from './vector-source.js';

/** The window gives a column of the kernel a cycle at best: no folding is faster than that. */
export const conv2dFoldings = (spec: Conv2dSpec): readonly FoldingChoice[] => {
  const { geometry, matrixVector, parameters, weights, matrix } = spec;
  const { outputs, inputs, vectors } = matrixVector;
  const leastCycles = isPointwise(geometry)
    ? 1
    : Math.max(vectors * geometry.kernel[1], geometry.height * geometry.width);
  // Windows that reach beyond the image take no longer than others.
  const inside = (source: VectorSource): VectorSource => ({ ...source, outside: undefined });
  const [input] = spec.inputs;
  const { array } = parameters;
  const ofData =
    matrix.source &&
    input &&
    dataflowFoldings({ ...matrix, source: inside(matrix.source) }, vectors, array, (simd) =>
      inside(vectorSource(input, geometry, { ...array, simd })),
    );
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

import { arrayFoldings, bestFoldings, usefulWidths } from '../foldings.js';
import type { FoldingChoice } from '../unit.js';
import type { VectorSource } from './data-cycles.js';
import { type Dataflow, dataflowArray } from './dataflow-array.js';
import { lanesCycles } from './lanes-array.js';
import type { Matrix } from './matrix.js';
import type { DenseSpec } from './spec.js';

/** Numbers of PEs with a multiplier each, and what data without zeros take with them. */
const workerFoldings = (
  matrix: Matrix,
  vectors: number,
  dataflow: Dataflow,
  array: DenseSpec['parameters']['array'],
): readonly FoldingChoice[] => {
  const widths = array.pe === undefined ? usefulWidths(matrix.outputs) : [array.pe];
  return bestFoldings(
    widths.map((pe) => ({
      parameters: { array: { pe } },
      multipliers: pe,
      intervalCycles: Math.ceil(
        vectors * dataflowArray(matrix, dataflow, { ...array, pe }).cyclesPerVector,
      ),
    })),
  );
};

/** Lanes and outputs a cycle, and what data without zeros take with them. */
const laneFoldings = (
  { outputs, inputs }: Matrix,
  vectors: number,
  array: DenseSpec['parameters']['array'],
  sourceOf: (simd: number) => VectorSource,
): readonly FoldingChoice[] => {
  const pes = array.pe === undefined ? usefulWidths(outputs) : [array.pe];
  const simds = array.simd === undefined ? usefulWidths(inputs) : [array.simd];
  return bestFoldings(
    pes.flatMap((pe) =>
      simds.map((simd) => ({
        parameters: { array: { pe, simd } },
        multipliers: pe * simd,
        intervalCycles:
          vectors * lanesCycles({ outputs, inputs, pe, simd, source: sourceOf(simd) }),
      })),
    ),
  );
};

/**
 * Foldings of an array that leaves out activations; undefined for others. `sourceOf`: where vectors come
 * from with so many lanes, if that depends on them.
 */
export const dataflowFoldings = (
  matrix: Matrix,
  vectors: number,
  array: DenseSpec['parameters']['array'],
  sourceOf = (_simd: number): VectorSource => matrix.source ?? { lanes: 1, zeroPoint: 0 },
): readonly FoldingChoice[] | undefined => {
  const { dataflow } = array;
  if (dataflow === 'broadcast' || dataflow === 'inner-join') {
    return workerFoldings(matrix, vectors, dataflow, array);
  }
  if (dataflow === 'independent-lanes') return laneFoldings(matrix, vectors, array, sourceOf);
  return undefined;
};

export const denseFoldings = (spec: DenseSpec): readonly FoldingChoice[] => {
  const { matrixVector, parameters, weights } = spec;
  const { outputs, inputs, vectors } = matrixVector;
  const { array, sparsity } = parameters;
  const ofData = dataflowFoldings(spec.matrix, vectors, array);
  if (ofData) return ofData;
  return arrayFoldings({
    ...{ outputs, inputs, vectors, leastCycles: 1 },
    ...{ pinned: array, sparsity, weights },
    formats: [matrixVector.array.inputFormat, parameters.weights.format],
  });
};

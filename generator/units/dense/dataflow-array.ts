import type { Problem } from '../../error.js';
import type { ArrayFolding } from '../parameters.js';
import { broadcastArray } from './broadcast-array.js';
import { defaultChunk, innerJoinArray } from './inner-join-array.js';
import { lanesArray } from './lanes-array.js';
import type { Matrix } from './matrix-array.js';
import type { VectorArray } from './vector-array.js';

export type Dataflow = NonNullable<ArrayFolding['dataflow']>;

/** What is wrong with a dataflow that leaves out activations. */
export const dataflowProblems = (
  { source, sparsity }: Matrix,
  { dataflow, skip, simd }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  const problem = (name: string, reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.${name}`,
    reason,
    hint,
  });
  return [
    ...(source ? [] : [problem('array.dataflow', 'is for dense layers', 'leave dataflow away')]),
    ...(skip ? [problem('array.skip', `does not go with ${dataflow}`, 'set one of the two')] : []),
    ...(sparsity
      ? [problem('sparsity', `does not go with ${dataflow}`, 'set one of the two')]
      : []),
    ...(dataflow === 'broadcast' && (simd ?? 1) !== 1
      ? [
          problem(
            'array.simd',
            `goes with 1, not ${simd}: a PE has one multiplier`,
            'leave simd away',
          ),
        ]
      : []),
  ];
};

/** The array of a dataflow whose cycles depend on the data. */
export const dataflowArray = (
  matrix: Matrix,
  dataflow: Dataflow,
  { pe = 1, simd }: ArrayFolding,
): VectorArray => {
  const { source = { lanes: 1, zeroPoint: 0 } } = matrix;
  switch (dataflow) {
    case 'broadcast':
      return broadcastArray(matrix, source, pe);
    case 'independent-lanes':
      return lanesArray(matrix, source, { pe, simd: simd ?? 1 });
    case 'inner-join':
      return innerJoinArray(matrix, source, {
        pe,
        chunk: simd ?? Math.min(matrix.inputs, defaultChunk),
      });
  }
};

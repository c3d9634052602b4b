import type { Problem } from '../../error.js';
import type { ArrayFolding } from '../parameters.js';
import { broadcastArray } from './broadcast-array.js';
import { composedArray, composedProblems } from './composed-array.js';
import { constantArray, constantProblems } from './constant-array.js';
import { defaultChunk, innerJoinArray } from './inner-join-array.js';
import { lanesArray } from './lanes-array.js';
import type { Matrix } from './matrix.js';
import { serialArray, serialProblems } from './serial-array.js';
import { integerProblems, leaveOutProblems, pairedProblems } from './sparse-formats.js';
import type { VectorArray } from './vector-array.js';

export type Dataflow = Exclude<NonNullable<ArrayFolding['dataflow']>, 'folded'>;

/** Dataflows that leave out activations and take the zero point off themselves; the others take all codes. */
export const leavesOutActivations = (
  dataflow: ArrayFolding['dataflow'],
): dataflow is 'broadcast' | 'independent-lanes' | 'inner-join' =>
  dataflow === 'broadcast' || dataflow === 'independent-lanes' || dataflow === 'inner-join';

/** What is wrong with a dataflow that is not the folded one. */
export const dataflowProblems = (
  matrix: Matrix,
  folding: ArrayFolding,
  place: string,
): readonly Problem[] => {
  const { sparsity } = matrix;
  const { dataflow, skip, simd } = folding;
  const problem = (name: string, reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.${name}`,
    reason,
    hint,
  });
  const structured = sparsity
    ? [problem('sparsity', `does not go with ${dataflow}`, 'set one of the two')]
    : [];
  const own = integerProblems(matrix.inputFormat, 'dataflow', place);
  switch (dataflow) {
    case 'constant':
      return [...constantProblems(matrix, folding, place), ...structured, ...own];
    case 'composed':
      return [...composedProblems(matrix, folding, place), ...structured, ...own];
    case 'bit-serial':
      return [...serialProblems(folding, place), ...structured, ...own];
  }
  return [
    ...leaveOutProblems(matrix.inputFormat, 'in', 'dataflow', place),
    ...pairedProblems(matrix.weightFormat, 'weights', 'dataflow', place),
    ...(skip ? [problem('array.skip', `does not go with ${dataflow}`, 'set one of the two')] : []),
    ...structured,
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

/** The array of a dataflow that is not the folded one. */
export const dataflowArray = (
  matrix: Matrix,
  dataflow: Dataflow,
  folding: ArrayFolding,
): VectorArray => {
  const { pe = 1, simd } = folding;
  const { source = { lanes: 1, zeroPoint: 0 } } = matrix;
  switch (dataflow) {
    case 'broadcast':
      return broadcastArray(matrix, source, pe);
    case 'composed':
      return composedArray(matrix, folding);
    case 'constant':
      return constantArray(matrix, folding);
    case 'bit-serial':
      return serialArray(matrix, folding);
    case 'independent-lanes':
      return lanesArray(matrix, source, { pe, simd: simd ?? 1 });
    case 'inner-join':
      return innerJoinArray(matrix, source, {
        pe,
        chunk: simd ?? Math.min(matrix.inputs, defaultChunk),
      });
  }
};

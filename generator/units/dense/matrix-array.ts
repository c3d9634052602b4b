import type { Problem } from '../../error.js';
import type { NumberFormat } from '../../ir/format.js';
import type { ArrayFolding, MatrixFolding } from '../parameters.js';
import { composedArray, composedProblems } from './composed-array.js';
import { constantArray, constantProblems } from './constant-array.js';
import { foldedArray } from './folded-array.js';
import { foldedMatrix } from './mac-array.js';
import { serialArray, serialProblems } from './serial-array.js';
import { skippingArray } from './skip-array.js';
import { canSkip, skipSchedule } from './skip-schedule.js';
import type { VectorArray } from './vector-array.js';

/** A constant matrix, and what its products are made of. */
export interface Matrix {
  readonly outputs: number;
  readonly inputs: number;
  /** Codes less the zero point, outputs x inputs, row-major. */
  readonly weights: Int32Array;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
}

const skipProblems = (
  { inputs, outputs }: Matrix,
  { simd = 1 }: ArrayFolding,
  length: number,
  place: string,
): readonly Problem[] => {
  const problem = (reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.array.skip`,
    reason,
    hint,
  });
  return [
    ...(simd === 1 ? [] : [problem(`goes with simd 1, not ${simd}`, 'leave simd away')]),
    ...(canSkip(inputs, outputs, length)
      ? []
      : [
          problem(
            `gives lists of ${length} entries, too short for ${inputs} inputs and ${outputs} outputs a vector`,
            'set a smaller pe, or skip false',
          ),
        ]),
  ];
};

/** The PE array that a user's folding asks for, and what is wrong with it. */
export const matrixArray = (
  matrix: Matrix,
  folding: MatrixFolding,
  place: string,
): { readonly array: VectorArray; readonly problems: readonly Problem[] } => {
  const { pe = 1, simd = 1 } = folding;
  if (folding.dataflow === 'constant') {
    return {
      array: constantArray(matrix, folding),
      problems: constantProblems(matrix, folding, place),
    };
  }
  if (folding.dataflow === 'composed') {
    return {
      array: composedArray(matrix, folding),
      problems: composedProblems(matrix, folding, place),
    };
  }
  if (folding.dataflow === 'bit-serial') {
    return { array: serialArray(matrix, folding), problems: serialProblems(folding, place) };
  }
  if (folding.skip) {
    const schedule = skipSchedule(matrix.weights, matrix.outputs, pe);
    return {
      array: skippingArray(matrix, schedule),
      problems: skipProblems(matrix, folding, schedule.length, place),
    };
  }
  const mac = foldedMatrix({ ...matrix, pe, simd });
  return { array: foldedArray(mac, matrix.outputs, true), problems: [] };
};

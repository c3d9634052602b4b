import type { Problem } from '../../error.js';
import type { NumberFormat } from '../../ir/format.js';
import { type NmSparsity, sparsityName } from '../../ir/sparsity.js';
import type { ArrayFolding } from '../parameters.js';
import type { VectorSource } from './data-cycles.js';
import { dataflowArray, dataflowProblems } from './dataflow-array.js';
import { foldedArray } from './folded-array.js';
import { foldedMatrix } from './mac-array.js';
import { nmArray } from './nm-array.js';
import { groupProblems } from './nm-groups.js';
import { skippingArray } from './skip-array.js';
import {
  canSkip,
  rowCounts,
  type SkipSchedule,
  skipResultLanes,
  skipSchedule,
} from './skip-schedule.js';
import type { VectorArray } from './vector-array.js';

/** A constant matrix, and what its products are made of. */
export interface Matrix {
  readonly outputs: number;
  readonly inputs: number;
  /** Codes less the zero point, outputs x inputs, row-major. */
  readonly weights: Int32Array;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
  /** Structure of the weights; undefined for none. */
  readonly sparsity?: NmSparsity | undefined;
  /** Where vectors come from as they are; undefined where a window makes them. */
  readonly source?: VectorSource | undefined;
}

const skipProblems = (
  { inputs, outputs }: Matrix,
  { simd = 1 }: ArrayFolding,
  { length, lanes }: SkipSchedule,
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
    ...(canSkip(inputs, outputs, length, lanes)
      ? []
      : [
          problem(
            `gives lists of ${length} entries, too short for ${inputs} inputs and ${outputs} outputs a vector`,
            'set a smaller pe, or skip false',
          ),
        ]),
  ];
};

const nmProblems = (
  { inputs, weights }: Matrix,
  sparsity: NmSparsity,
  { simd = sparsity.n, skip }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  const { n, m } = sparsity;
  const most = n * Math.ceil(inputs / m);
  const problem = (name: string, reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.array.${name}`,
    reason,
    hint,
  });
  return [
    ...(skip ? [problem('skip', 'does not go with sparsity', 'set one of the two')] : []),
    ...(simd % n === 0 && simd <= most
      ? []
      : [
          problem(
            'simd',
            `gives ${simd}, ${sparsityName(sparsity)} needs ${n} multipliers for each group of a beat`,
            `set a multiple of ${n} up to ${most}`,
          ),
        ]),
    ...groupProblems(weights, inputs, sparsity, place),
  ];
};

/** The PE array that a user's folding asks for, and what is wrong with it. */
export const matrixArray = (
  matrix: Matrix,
  folding: ArrayFolding,
  place: string,
): { readonly array: VectorArray; readonly problems: readonly Problem[] } => {
  const { sparsity } = matrix;
  const { dataflow } = folding;
  if (dataflow) {
    const problems = dataflowProblems(matrix, folding, place);
    return { array: dataflowArray(matrix, dataflow, folding), problems };
  }
  if (sparsity) {
    const { pe = 1, simd = sparsity.n } = folding;
    const problems = nmProblems(matrix, sparsity, folding, place);
    return { array: nmArray(matrix, sparsity, { pe, simd }), problems };
  }
  const { pe = 1, simd = 1 } = folding;
  if (folding.skip) {
    const { weights, outputs, inputs } = matrix;
    const lanes = skipResultLanes(rowCounts(weights, outputs), inputs, pe);
    const schedule = skipSchedule(weights, outputs, pe, lanes);
    return {
      array: skippingArray(matrix, schedule),
      problems: skipProblems(matrix, folding, schedule, place),
    };
  }
  const mac = foldedMatrix({ ...matrix, pe, simd });
  return { array: foldedArray(mac, matrix.outputs, true), problems: [] };
};

import type { Problem } from '../../error.js';
import { formatName, isInteger } from '../../ir/format.js';
import { type NmSparsity, sparsityName } from '../../ir/sparsity.js';
import { isPaired } from '../../ir/values.js';
import type { ArrayFolding } from '../parameters.js';
import { accumulates, centroidArray, centroidProblems } from './centroid-array.js';
import { dataflowArray, dataflowProblems } from './dataflow-array.js';
import { foldedArray } from './folded-array.js';
import { foldedMatrix } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { nmArray } from './nm-array.js';
import { groupProblems } from './nm-groups.js';
import { foldedProductOf } from './product/choose.js';
import { packingOf } from './product/packed.js';
import { skippingArray } from './skip-array.js';
import {
  canSkip,
  rowCounts,
  type SkipSchedule,
  skipResultLanes,
  skipSchedule,
} from './skip-schedule.js';
import { leaveOutProblems, pairedBeatProblems } from './sparse-formats.js';
import type { VectorArray } from './vector-array.js';

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

/** What only the folded array takes: multipliers that are shared. */
const sharedProblems = (
  { packing = 1 }: ArrayFolding,
  what: string,
  place: string,
): readonly Problem[] =>
  packing === 1
    ? []
    : [
        {
          code: 'E_PARAMETER' as const,
          place: `${place}.array.packing`,
          reason: `goes with the folded array, not with ${what}`,
          hint: 'leave packing away',
        },
      ];

/** What several products cannot share a multiplier for. */
const packingProblems = (
  { weightFormat, inputFormat }: Matrix,
  { packing = 1, pe = 1, multiplier }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  if (packing === 1) return [];
  const other = [inputFormat, weightFormat].find((format) => !isInteger(format));
  const reasons = [
    ...(pe < packing ? [`gives ${packing}, but there are only ${pe} outputs a cycle`] : []),
    ...(multiplier === 'lut' ? ["packs multipliers, but multiplier 'lut' has none"] : []),
    ...(other ? [`goes with int and uint, not ${formatName(other)}`] : []),
  ];
  return reasons.map((reason) => ({
    code: 'E_PARAMETER',
    place: `${place}.array.packing`,
    reason,
    hint: 'leave packing away',
  }));
};

/** Pairs of codes that a beat must not part. */
const pairProblems = (
  { inputs, weightFormat, inputFormat }: Matrix,
  simd: number,
  place: string,
): readonly Problem[] => {
  const paired = [weightFormat, inputFormat].find(isPaired);
  if (!paired || (inputs % 2 === 0 && simd % 2 === 0)) return [];
  const node = place.slice(place.lastIndexOf('.') + 1);
  return [
    {
      code: 'E_PARAMETER',
      place: `${place}.array.simd`,
      reason: `gives ${simd} of ${inputs} inputs, but ${formatName(paired)} codes come in pairs`,
      hint: `set ${node}.array.simd to an even number`,
    },
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
  const { dataflow = 'folded' } = folding;
  const own = { ...matrix, multiplier: folding.multiplier };
  if (folding.centroids === 'accumulate') {
    const problems = centroidProblems(matrix, folding, sparsity !== undefined, place);
    return { array: centroidArray(own, folding), problems };
  }
  if (dataflow !== 'folded') {
    const problems = [
      ...dataflowProblems(matrix, folding, place),
      ...sharedProblems(folding, 'dataflow', place),
    ];
    return { array: dataflowArray(own, dataflow, folding), problems };
  }
  if (sparsity) {
    const { pe = 1, simd = sparsity.n } = folding;
    const problems = [
      ...nmProblems(matrix, sparsity, folding, place),
      ...leaveOutProblems(matrix.weightFormat, 'weights', 'sparsity', place),
      ...sharedProblems(folding, 'sparsity', place),
    ];
    const array = nmArray(own, sparsity, { pe, simd });
    const { inputFormat, inputs } = matrix;
    return {
      array,
      problems: [...problems, ...pairedBeatProblems(inputFormat, inputs, array.inputLanes, place)],
    };
  }
  const paired = [matrix.weightFormat, matrix.inputFormat].some(isPaired);
  const { pe = 1, simd = paired ? 2 : 1 } = folding;
  if (folding.skip) {
    const { weights, outputs, inputs } = matrix;
    const lanes = skipResultLanes(rowCounts(weights, outputs), inputs, pe);
    const schedule = skipSchedule(weights, outputs, pe, lanes);
    return {
      array: skippingArray(own, schedule),
      problems: [
        ...skipProblems(matrix, folding, schedule, place),
        ...leaveOutProblems(matrix.weightFormat, 'weights', 'skip', place),
        ...sharedProblems(folding, 'skip', place),
      ],
    };
  }
  if (folding.packing === undefined && accumulates(own, folding)) {
    return { array: centroidArray(own, folding), problems: [] };
  }
  const product = foldedProductOf(own);
  const packing = packingOf(own, folding.packing ?? 1);
  const mac = foldedMatrix({ ...matrix, pe, simd, product, packing });
  return {
    array: foldedArray(mac, matrix.outputs, true),
    problems: [
      ...pairProblems(matrix, simd, place),
      ...packingProblems(matrix, { ...folding, pe }, place),
    ],
  };
};

import type { Problem } from '../../error.js';
import { formatName, isInteger, type NumberFormat } from '../../ir/format.js';
import { isPaired } from '../../ir/values.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import type { ArrayFolding } from '../parameters.js';
import { foldedArray } from './folded-array.js';
import { foldedMatrix } from './mac-array.js';
import { productOf } from './product/choose.js';
import { packingOf } from './product/packed.js';
import { skippingArray } from './skip-array.js';
import { canSkip, skipSchedule } from './skip-schedule.js';
import type { VectorArray } from './vector-array.js';

/** A constant matrix, and what its products are made of. */
export interface Matrix {
  readonly outputs: number;
  readonly inputs: number;
  /** Values less the zero point, outputs x inputs, row-major. */
  readonly weights: Int32Array;
  /** Format of the weights, which are its values; integers may have a zero point taken off. */
  readonly weightFormat: NumberFormat;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
  /** Sums of each output, before the bias. */
  readonly ranges: readonly AccumulatorRange[];
}

const skipProblems = (
  { inputs, outputs, inputFormat }: Matrix,
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
    ...(isInteger(inputFormat)
      ? []
      : [
          problem(
            `goes with int or uint activations, not ${formatName(inputFormat)}`,
            'set skip false',
          ),
        ]),
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

/** What several products cannot share a multiplier for. */
const packingProblems = (
  { weightFormat, inputFormat }: Matrix,
  { packing = 1, pe = 1, multiplier, skip }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  if (packing === 1) return [];
  const other = [inputFormat, weightFormat].find((format) => !isInteger(format));
  const reasons = [
    ...(pe < packing ? [`gives ${packing}, but there are only ${pe} outputs a cycle`] : []),
    ...(multiplier === 'lut' ? ["packs multipliers, but multiplier 'lut' has none"] : []),
    ...(skip ? ['goes with the folded array, not with skip'] : []),
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

/** The PE array that a user's folding asks for, and what is wrong with it. */
export const matrixArray = (
  matrix: Matrix,
  folding: ArrayFolding,
  place: string,
): { readonly array: VectorArray; readonly problems: readonly Problem[] } => {
  const paired = [matrix.weightFormat, matrix.inputFormat].some(isPaired);
  const { pe = 1, simd = paired ? 2 : 1 } = folding;
  if (folding.skip) {
    const schedule = skipSchedule(matrix.weights, matrix.outputs, pe);
    return {
      array: skippingArray({ ...matrix, multiplier: folding.multiplier }, schedule),
      problems: [
        ...skipProblems(matrix, folding, schedule.length, place),
        ...packingProblems(matrix, { ...folding, pe: Number.POSITIVE_INFINITY }, place),
      ],
    };
  }
  const options = { ...matrix, multiplier: folding.multiplier };
  const product = productOf(options);
  const packing = packingOf(options, folding.packing ?? 1);
  const mac = foldedMatrix({ ...matrix, pe, simd, product, packing });
  return {
    array: foldedArray(mac, matrix.outputs, true),
    problems: [
      ...pairProblems(matrix, simd, place),
      ...packingProblems(matrix, { ...folding, pe }, place),
    ],
  };
};

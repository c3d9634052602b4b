import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { operandParameters, powersOfTwo } from '../elementwise/operands.js';
import { resolveSum, type SumFactors, type SumSpec } from '../elementwise/sum.js';

export const addParameters = z.strictObject({ ...operandParameters, powersOfTwo });

export type AddParameters = z.output<typeof addParameters>;

/** All in double (lite/micro/kernels/add_common.cc, `CalculateOpDataAdd`). */
export const addFactors = (
  first: number,
  second: number,
  output: number,
  shift: number,
): SumFactors => {
  const twiceLargest = 2 * Math.max(first, second);
  return {
    operands: [first / twiceLargest, second / twiceLargest],
    output: twiceLargest / (2 ** shift * output),
  };
};

export const resolveAdd = (
  parameters: AddParameters,
  inputs: readonly StreamType[],
  place: string,
): SumSpec =>
  resolveSum({ unit: 'add', parameters, signs: [1, 1], factors: addFactors }, inputs, place);

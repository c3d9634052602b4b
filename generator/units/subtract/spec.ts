import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { operandParameters, powersOfTwo } from '../elementwise/operands.js';
import { resolveSum, type SumFactors, type SumSpec } from '../elementwise/sum.js';

export const subtractParameters = z.strictObject({
  ...operandParameters,
  powersOfTwo,
  reversed: z
    .boolean()
    .default(false)
    .describe('the constant is what the stream is subtracted from'),
});

export type SubtractParameters = z.output<typeof subtractParameters>;

const { fround } = Math;

/** All in float32 (lite/micro/kernels/sub_common.cc, `CalculateOpDataSub`). */
export const subtractFactors = (
  first: number,
  second: number,
  output: number,
  shift: number,
): SumFactors => {
  const twiceLargest = fround(2 * Math.max(fround(first), fround(second)));
  return {
    operands: [fround(fround(first) / twiceLargest), fround(fround(second) / twiceLargest)],
    output: fround(twiceLargest / fround(2 ** shift * fround(output))),
  };
};

export const resolveSubtract = (
  parameters: SubtractParameters,
  inputs: readonly StreamType[],
  place: string,
): SumSpec => {
  const { reversed } = parameters;
  return resolveSum(
    { unit: 'subtract', parameters, reversed, signs: [1, -1], factors: subtractFactors },
    inputs,
    place,
  );
};

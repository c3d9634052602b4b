import { z } from 'zod';
import { SinterError } from '../../error.js';
import { type CodeRange, type NumberFormat, wideRangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { activationClamp } from '../../numeric/activation.js';
import type { UnitSpec } from '../unit.js';

export const reluParameters = z.strictObject({
  activation: z
    .enum(['relu', 'relu6', 'relu_n1_to_1'])
    .default('relu')
    .describe('limits: 0 and up, 0 to 6, -1 to 1'),
});

export type ReluParameters = z.output<typeof reluParameters>;

export interface ReluSpec extends UnitSpec {
  readonly parameters: ReluParameters;
  /** First and last code that is left as it is; both codes of the format. */
  readonly minimum: bigint;
  readonly maximum: bigint;
}

/** Wider than every format, so that a limit is only cut to the format where integers are exact. */
const beyond: NumberFormat = { kind: 'int', bits: 66 };

const limitsOf = (
  { activation }: ReluParameters,
  input: StreamType,
): { readonly minimum: bigint; readonly maximum: bigint } => {
  const range = wideRangeOf(input.format);
  const limits: CodeRange = activationClamp(activation, { ...input, format: beyond });
  const cut = (code: number): bigint => {
    const exact = BigInt(code);
    return exact < range.minimum ? range.minimum : exact > range.maximum ? range.maximum : exact;
  };
  return { minimum: cut(limits.minimum), maximum: cut(limits.maximum) };
};

export const resolveRelu = (
  parameters: ReluParameters,
  [input]: readonly StreamType[],
  place: string,
): ReluSpec => {
  if (!input) throw new Error('relu has one input');
  if (Math.fround(input.scale) === 0) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `gives scale ${input.scale}, which is zero in float32`,
      hint: 'a scale of at least 1.4e-45 is needed',
    });
  }
  return {
    parameters,
    inputs: [input],
    output: input,
    folding: { lanes: input.lanes },
    ...limitsOf(parameters, input),
  };
};

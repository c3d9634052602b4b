import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { narrow } from '../../ir/codes.js';
import { formatName, isSigned, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { activationClamp } from '../../numeric/activation.js';
import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { activation, constantTensor, outputQuantization, roundingMode } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { biasProblems } from '../weights.js';
import { type Rescale, rescaleProblems } from './rescale.js';

const quantizedMultiplier = z.strictObject({
  multiplier: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  shift: z.int().min(-31).max(31),
});

export const requantizeParameters = z.strictObject({
  factor: z
    .union([z.number().positive(), z.array(z.number().positive()).min(1)])
    .optional()
    .describe('real factor, one or one per channel; default input scale / output scale'),
  multipliers: z
    .array(quantizedMultiplier)
    .min(1)
    .optional()
    .describe('the factor as integers, multiplier * 2^(shift - 31), one or one per channel'),
  bias: constantTensor.optional().describe('int32 added before scaling [channels]'),
  activation,
  rounding: roundingMode,
  output: outputQuantization.describe('quantization of the output'),
});

export type RequantizeParameters = z.output<typeof requantizeParameters>;

export interface RequantizeSpec extends UnitSpec {
  readonly rescale: Rescale;
  readonly parameters: RequantizeParameters;
  /** Added to each code: -zero point + bias, one per channel, or one. */
  readonly bias: readonly number[];
  readonly channels: number;
  /** Lanes of the hardware; divides the channels where they differ. */
  readonly lanes: number;
  readonly sumBits: number;
}

const countProblems = (
  count: number,
  what: string,
  channels: number,
  place: string,
): readonly Problem[] =>
  count === 1 || count === channels
    ? []
    : [
        {
          code: 'E_SHAPE',
          place: `${place}.${what}`,
          reason: `gives ${count}, needs one or ${channels}, one per channel`,
        },
      ];

export const resolveRequantize = (
  parameters: RequantizeParameters,
  [input]: readonly StreamType[],
  place: string,
): RequantizeSpec => {
  if (!input) throw new Error('requantize has one input');
  const { output, factor, bias } = parameters;
  const channels = input.shape.at(-1) ?? 1;
  const factors = factor === undefined ? [input.scale / output.scale] : [factor].flat();
  const multipliers = parameters.multipliers ?? factors.map(quantizeMultiplier);
  const rescale: Rescale = {
    multipliers,
    rounding: parameters.rounding,
    zeroPoint: output.zeroPoint,
    clamp: activationClamp(parameters.activation, output),
  };
  const problems: Problem[] = [
    ...countProblems(multipliers.length, 'multipliers', channels, place),
    ...biasProblems(bias, channels, place),
    ...rescaleProblems(rescale, place),
  ];
  if (!isSigned(input.format) || input.format.bits > 32) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(input.format)}, needs int of at most 32 bits`,
    });
  }
  if (parameters.factor !== undefined && parameters.multipliers !== undefined) {
    problems.push({
      code: 'E_PARAMETER',
      place,
      reason: 'gives both factor and multipliers',
      hint: 'leave one away',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);

  const perChannel = multipliers.length > 1 || bias !== undefined;
  const biasCodes = bias && narrow(bias.data);
  const added = Array.from(
    { length: perChannel ? channels : 1 },
    (_, channel) => (biasCodes?.[channel] ?? 0) - input.zeroPoint,
  );
  const { minimum, maximum } = rangeOf(input.format);
  const lanes = perChannel ? greatestCommonDivisor(channels, input.lanes) : input.lanes;
  return {
    parameters,
    inputs: [input],
    output: {
      kind: 'stream',
      shape: input.shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes,
    },
    folding: { lanes },
    rescale,
    bias: added,
    channels: perChannel ? channels : 1,
    lanes,
    sumBits: Math.min(
      32,
      signedBitsFor(
        Math.min(minimum, minimum + Math.min(...added)),
        Math.max(maximum, maximum + Math.max(...added)),
      ),
    ),
  };
};

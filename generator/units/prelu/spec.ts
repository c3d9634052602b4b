import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { sizeOf } from '../../ir/tensor.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { codeProblems } from '../lookup/method.js';
import {
  constantTensor,
  type OutputQuantization,
  outputQuantization,
  roundingMode,
} from '../parameters.js';
import { type Rescale, rescaleProblems } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import { type PreluRescales, preluCode } from './code.js';
import { type Lines, linesOf } from './lines.js';

export const preluParameters = z.strictObject({
  slopes: constantTensor.describe('slope below zero, one or one per channel'),
  rounding: roundingMode,
  output: outputQuantization.describe('quantization of the output'),
});

export type PreluParameters = z.output<typeof preluParameters>;

export interface PreluSpec extends UnitSpec {
  readonly parameters: PreluParameters;
  readonly channels: number;
  /** Slopes' codes less their zero point, by channel. */
  readonly slopes: Int32Array;
  readonly rescales: PreluRescales;
  readonly lines: Lines;
}

/** All in double (lite/micro/kernels/prelu_common.cc, `CalculatePreluParams`). */
const rescalesOf = (
  { scale }: StreamType,
  slopes: ConstantTensor,
  output: OutputQuantization,
  rounding: PreluParameters['rounding'],
): PreluRescales => {
  const rescale = (factor: number): Rescale => ({
    multipliers: [quantizeMultiplier(factor)],
    rounding,
    zeroPoint: output.zeroPoint,
    clamp: rangeOf(output.format),
  });
  return {
    identity: rescale(scale / output.scale),
    slope: rescale((scale * (slopes.scale as number)) / output.scale),
  };
};

const slopeProblems = (slopes: ConstantTensor, channels: number, place: string): Problem[] => {
  const problems: Problem[] = [];
  const size = sizeOf(slopes.shape);
  if (size !== 1 && size !== channels) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.slopes`,
      reason: `gives ${size} slopes, there are ${channels} channels`,
      hint: 'give one slope, or one per channel',
    });
  }
  if (typeof slopes.scale !== 'number') {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.slopes`,
      reason: 'gives several scales, needs one',
    });
  }
  if (slopes.format.bits > 16) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.slopes`,
      reason: 'needs codes of at most 16 bits',
    });
  }
  return problems;
};

export const resolvePrelu = (
  parameters: PreluParameters,
  [input]: readonly StreamType[],
  place: string,
): PreluSpec => {
  if (!input) throw new Error('prelu has one input');
  const { slopes, rounding, output } = parameters;
  const channels = input.shape.at(-1) ?? 1;
  const problems = [
    ...codeProblems(input, place, 'prelu', 8),
    ...slopeProblems(slopes, channels, place),
  ];
  if (problems.length > 0) throw new SinterError(problems);
  const rescales = rescalesOf(input, slopes, output, rounding);
  const size = sizeOf(slopes.shape);
  const centred = Int32Array.from(
    { length: size },
    (_, channel) => Number(slopes.data[channel]) - slopes.zeroPoint,
  );
  problems.push(
    ...rescaleProblems(rescales.identity, place),
    ...rescaleProblems(rescales.slope, `${place}.slopes`),
  );
  if (channels % input.lanes !== 0 && size > 1) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `gives ${input.lanes} lanes, which do not divide ${channels} channels`,
      hint: 'set lanes to a divisor of the channels',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  const lines = linesOf(input, output, centred, (code, slope) =>
    preluCode(rescales, code - input.zeroPoint, slope),
  );
  if (!lines) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place,
      reason: 'no pair of lines gives the definition for every code',
      hint: 'give the output fewer bits',
    });
  }
  return {
    parameters,
    inputs: [input],
    output: { kind: 'stream', shape: input.shape, lanes: input.lanes, ...output },
    folding: { lanes: input.lanes },
    channels,
    slopes: centred,
    rescales,
    lines,
  };
};

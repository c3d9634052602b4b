import { z } from 'zod';
import type { Problem } from '../../error.js';
import { formatName } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { type LookupSpec, resolveLookup } from '../lookup/spec.js';
import { type OutputQuantization, outputQuantization } from '../parameters.js';
import { type HardSwishFactors, hardSwishCode, hardSwishFactors } from './golden.js';

export const hardSwishParameters = z.strictObject({
  output: outputQuantization.describe('quantization of the output'),
});

export type HardSwishParameters = z.output<typeof hardSwishParameters>;

/** Shifts of an int16 that the definition has. */
const problemsOf = (
  { output, reluish }: HardSwishFactors,
  { format }: OutputQuantization,
  place: string,
): readonly Problem[] => {
  const problems: Problem[] = [];
  if (output.exponent > 0 || output.exponent < -15) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.output.scale`,
      reason: 'the input scale over the output scale needs to be between 2^-9 and 2^7',
    });
  }
  if (reluish.exponent < -15 || reluish.exponent > 31) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: 'the input scale needs to be between 2^-22 and 2^24',
    });
  }
  if (format.bits > 8) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.output.format`,
      reason: `gives ${formatName(format)}, needs at most 8 bits`,
    });
  }
  return problems;
};

export const resolveHardSwish = (
  { output }: HardSwishParameters,
  [input]: readonly StreamType[],
  place: string,
): LookupSpec => {
  if (!input) throw new Error('hard_swish has one input');
  const factors = hardSwishFactors(input.scale, output);
  return resolveLookup(input, place, {
    unit: 'hard_swish',
    widest: 'at most 8 bits (TFLite has no kernel for more)',
    output,
    problems: problemsOf(factors, output, place),
    codeOf: hardSwishCode(factors, input, output),
    real: (value) => (value * Math.min(6, Math.max(0, value + 3))) / 6,
  });
};

import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { argumentProblems } from '../lookup/fixed-argument.js';
import { tanhReading } from '../lookup/interpolation.js';
import { functionMethods, functionParameters } from '../lookup/method.js';
import {
  isWideInput,
  type LookupSpec,
  resolveInterpolation,
  resolveLookup,
} from '../lookup/spec.js';
import { type OutputQuantization, roundingMode } from '../parameters.js';
import { tanhCode, tanhOutput } from './golden.js';

export const tanhParameters = functionParameters.extend({
  method: z
    .enum(['tflite', ...functionMethods])
    .default('tflite')
    .describe("TFLite's own, or a table, segments of lines or of polynomials, the cheapest"),
  rounding: roundingMode,
});

export type TanhParameters = z.output<typeof tanhParameters>;

const real = Math.tanh;

/** TFLite's output is what it is. */
const outputProblems = (
  output: OutputQuantization | undefined,
  place: string,
): readonly Problem[] =>
  output
    ? [
        {
          code: 'E_PARAMETER',
          place: `${place}.output`,
          reason:
            'has no meaning with method tflite, whose output is int8 at 1/128 or int16 at 1/32768',
          hint: 'set another method',
        },
      ]
    : [];

export const resolveTanh = (
  { rounding, output }: TanhParameters,
  input: StreamType,
  place: string,
): LookupSpec => {
  const problems = outputProblems(output, place);
  if (problems.length > 0) throw new SinterError(problems);
  if (isWideInput(input))
    return resolveInterpolation(input, place, { unit: 'tanh', reading: tanhReading, real });
  return resolveLookup(input, place, {
    unit: 'tanh',
    output: tanhOutput,
    problems: argumentProblems(input, place, 'tanh'),
    codeOf: tanhCode(input, rounding),
    real,
  });
};

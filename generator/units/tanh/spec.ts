import { z } from 'zod';
import type { Problem } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { argumentProblems } from '../lookup/fixed-argument.js';
import { functionMethods, functionParameters } from '../lookup/method.js';
import { type LookupSpec, resolveLookup } from '../lookup/spec.js';
import { type OutputQuantization, roundingMode } from '../parameters.js';
import { tanhCode, tanhOutput } from './golden.js';

export const tanhParameters = functionParameters.extend({
  method: z
    .enum(['tflite', ...functionMethods])
    .default('tflite')
    .describe("TFLite's own table, or a table, segments of lines or of polynomials, the cheapest"),
  rounding: roundingMode,
});

export type TanhParameters = z.output<typeof tanhParameters>;

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
          reason: 'has no meaning with method tflite, whose output is int8 at scale 1/128',
        },
      ]
    : [];

export const resolveTanh = (
  { rounding, output }: TanhParameters,
  input: StreamType,
  place: string,
): LookupSpec => {
  return resolveLookup(input, place, {
    unit: 'tanh',
    output: tanhOutput,
    problems: [...argumentProblems(input, place, 'tanh'), ...outputProblems(output, place)],
    codeOf: tanhCode(input, rounding),
    real: Math.tanh,
  });
};

import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { functionMethods, functionParameters } from '../lookup/method.js';
import { type LookupSpec, resolveLookup } from '../lookup/spec.js';
import { outputQuantization, roundingMode } from '../parameters.js';
import { rescaleProblems } from '../requantize/rescale.js';
import { leakyReluCode, leakyRescales } from './golden.js';

export const leakyReluParameters = functionParameters.extend({
  method: z
    .enum(['tflite', ...functionMethods])
    .default('tflite')
    .describe("TFLite's own table, or a table, segments of lines or of polynomials, the cheapest"),
  alpha: z.number().default(0.01).describe('slope below zero, taken as float32'),
  rounding: roundingMode,
  output: outputQuantization.describe('quantization of the output'),
});

export type LeakyReluParameters = z.output<typeof leakyReluParameters>;

export const realLeakyRelu =
  ({ alpha }: Pick<LeakyReluParameters, 'alpha'>) =>
  (value: number): number =>
    value >= 0 ? value : alpha * value;

export const resolveLeakyRelu = (
  { alpha, rounding, output }: LeakyReluParameters,
  input: StreamType,
  place: string,
): LookupSpec => {
  const rescales = leakyRescales(alpha, input, output, rounding);
  return resolveLookup(input, place, {
    unit: 'leaky_relu',
    output,
    problems: [
      ...rescaleProblems(rescales.identity, place),
      ...rescaleProblems(rescales.alpha, `${place}.alpha`),
    ],
    codeOf: leakyReluCode(rescales, alpha < 0 ? -1 : 1, input.zeroPoint),
    real: realLeakyRelu({ alpha }),
  });
};

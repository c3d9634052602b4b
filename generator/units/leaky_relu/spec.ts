import { z } from 'zod';
import { SinterError } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import {
  isWideInput,
  type LookupSpec,
  outputStream,
  resolveLookup,
  zeroPointProblems,
} from '../lookup/spec.js';
import { outputQuantization, roundingMode } from '../parameters.js';
import { rescaleProblems } from '../requantize/rescale.js';
import { type LeakyRescales, leakyReluCode, leakyRescales } from './golden.js';

export const leakyReluParameters = z.strictObject({
  alpha: z.number().default(0.01).describe('slope below zero, taken as float32'),
  rounding: roundingMode,
  output: outputQuantization.describe('quantization of the output'),
});

export type LeakyReluParameters = z.output<typeof leakyReluParameters>;

export interface LeakyReluSpec extends LookupSpec {
  /** For codes that are too many for a table: what is computed instead, a negative alpha's sign apart. */
  readonly computed?: { readonly rescales: LeakyRescales; readonly sign: 1 | -1 };
}

export const resolveLeakyRelu = (
  { alpha, rounding, output }: LeakyReluParameters,
  [input]: readonly StreamType[],
  place: string,
): LeakyReluSpec => {
  if (!input) throw new Error('leaky_relu has one input');
  const rescales = leakyRescales(alpha, input, output, rounding);
  const sign = alpha < 0 ? -1 : 1;
  const real = (value: number): number => (value >= 0 ? value : alpha * value);
  const problems = [
    ...rescaleProblems(rescales.identity, place),
    ...rescaleProblems(rescales.alpha, `${place}.alpha`),
  ];
  if (!isWideInput(input)) {
    const codeOf = leakyReluCode(rescales, sign, input.zeroPoint);
    return resolveLookup(input, place, { unit: 'leaky_relu', output, problems, codeOf, real });
  }
  const all = [...zeroPointProblems(input, place), ...problems];
  if (all.length > 0) throw new SinterError(all);
  return {
    inputs: [input],
    output: outputStream(input, output),
    folding: { lanes: input.lanes },
    table: new Int32Array(0),
    computed: { rescales, sign },
    real,
  };
};

import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { argumentProblems } from '../lookup/fixed-argument.js';
import { type LookupSpec, resolveLookup } from '../lookup/spec.js';
import { roundingMode } from '../parameters.js';
import { logisticCode, logisticOutput } from './golden.js';

export const logisticParameters = z.strictObject({ rounding: roundingMode });

export type LogisticParameters = z.output<typeof logisticParameters>;

export const resolveLogistic = (
  { rounding }: LogisticParameters,
  [input]: readonly StreamType[],
  place: string,
): LookupSpec => {
  if (!input) throw new Error('logistic has one input');
  return resolveLookup(input, place, {
    unit: 'logistic',
    output: logisticOutput,
    problems: argumentProblems(input, place, 'logistic'),
    codeOf: logisticCode(input, rounding),
    real: (value) => 1 / (1 + Math.exp(-value)),
  });
};

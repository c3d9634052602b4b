import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { argumentProblems } from '../lookup/fixed-argument.js';
import { logisticReading } from '../lookup/interpolation.js';
import {
  isWideInput,
  type LookupSpec,
  resolveInterpolation,
  resolveLookup,
} from '../lookup/spec.js';
import { roundingMode } from '../parameters.js';
import { logisticCode, logisticOutput } from './golden.js';

export const logisticParameters = z.strictObject({ rounding: roundingMode });

export type LogisticParameters = z.output<typeof logisticParameters>;

const real = (value: number): number => 1 / (1 + Math.exp(-value));

export const resolveLogistic = (
  { rounding }: LogisticParameters,
  [input]: readonly StreamType[],
  place: string,
): LookupSpec => {
  if (!input) throw new Error('logistic has one input');
  if (isWideInput(input))
    return resolveInterpolation(input, place, { unit: 'logistic', reading: logisticReading, real });
  return resolveLookup(input, place, {
    unit: 'logistic',
    output: logisticOutput,
    problems: argumentProblems(input, place, 'logistic'),
    codeOf: logisticCode(input, rounding),
    real,
  });
};

import { z } from 'zod';
import type { StreamType } from '../../ir/stream.js';
import { argumentProblems } from '../lookup/fixed-argument.js';
import { tanhReading } from '../lookup/interpolation.js';
import {
  isWideInput,
  type LookupSpec,
  resolveInterpolation,
  resolveLookup,
} from '../lookup/spec.js';
import { roundingMode } from '../parameters.js';
import { tanhCode, tanhOutput } from './golden.js';

export const tanhParameters = z.strictObject({ rounding: roundingMode });

export type TanhParameters = z.output<typeof tanhParameters>;

const real = Math.tanh;

export const resolveTanh = (
  { rounding }: TanhParameters,
  [input]: readonly StreamType[],
  place: string,
): LookupSpec => {
  if (!input) throw new Error('tanh has one input');
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

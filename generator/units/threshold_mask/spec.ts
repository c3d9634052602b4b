import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { rangeOf } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { comparableProblems } from '../argmax/spec.js';
import { maskProblems } from '../softmax/problems.js';
import type { UnitSpec } from '../unit.js';

export const thresholdMaskParameters = z.strictObject({
  threshold: z
    .number()
    .positive()
    .max(1)
    .describe("share of the row's largest softmax that an element's must reach, above 0 .. 1"),
  beta: z.number().positive().default(1).describe('factor of the input before the exponential'),
  lanes: z.int().min(1).default(1).describe('elements a cycle, 1 .. length of a row'),
  length: z
    .int()
    .min(1)
    .optional()
    .describe('elements of a row that count, those behind are padding; default all'),
  causal: z
    .boolean()
    .default(false)
    .describe('row i of each [n, n] matrix sees only its first i + 1 elements'),
});

export type ThresholdMaskParameters = z.output<typeof thresholdMaskParameters>;

export interface ThresholdMaskSpec extends UnitSpec {
  readonly parameters: ThresholdMaskParameters;
  readonly row: number;
  readonly rows: number;
  /** Codes below the row's maximum that still pass. */
  readonly limit: number;
}

/** Digits of the logarithm: a limit is a whole number of codes. */
const Exact = Decimal.clone({ precision: 40 });

/** exp(beta scale (code - maximum)) >= threshold, in codes below the maximum. */
export const limitOf = (
  { threshold, beta }: Pick<ThresholdMaskParameters, 'threshold' | 'beta'>,
  { scale, format }: StreamType,
): number => {
  const { minimum, maximum } = rangeOf(format);
  const codes = Exact.ln(threshold).neg().div(beta).div(scale).floor();
  return Exact.min(codes, maximum - minimum).toNumber();
};

export const resolveThresholdMask = (
  parameters: ThresholdMaskParameters,
  [input]: readonly StreamType[],
  place: string,
): ThresholdMaskSpec => {
  if (!input) throw new Error('threshold_mask has one input');
  const row = input.shape.at(-1) ?? 1;
  const { lanes } = parameters;
  const node = place.slice(place.lastIndexOf('.') + 1);
  const problems: Problem[] = [
    ...comparableProblems(input, place),
    ...maskProblems(parameters, [input, undefined], place),
  ];
  if (lanes > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, there are only ${row} elements in a row`,
      hint: `set ${node}.lanes between 1 and ${row}`,
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return {
    parameters,
    inputs: [input],
    output: {
      kind: 'stream',
      shape: input.shape,
      format: { kind: 'uint', bits: 1 },
      scale: 1,
      zeroPoint: 0,
      lanes,
    },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    limit: limitOf(parameters, input),
  };
};

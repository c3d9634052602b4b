import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, sameFormat } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { divisorsOf, greatestCommonDivisor } from '../../numeric/divisors.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';

export const concatenateParameters = z.strictObject({
  axis: z
    .int()
    .min(0)
    .describe('axis along which the inputs follow each other, without batch axis'),
  inputFifo: z
    .array(z.int().min(0))
    .readonly()
    .optional()
    .describe('beats of a buffer for each input, 0 for none; default none'),
});

export type ConcatenateParameters = z.output<typeof concatenateParameters>;

export interface ConcatenateSpec extends UnitSpec {
  readonly axis: number;
  /** Elements of each input that follow each other, and how often. */
  readonly blocks: readonly number[];
  readonly rounds: number;
  /** Depth of each input's buffer, in its own beats. */
  readonly inputFifo: readonly number[];
}

/** What an input must share with the first. */
const inputProblems = (
  input: StreamType,
  first: StreamType,
  axis: number,
  place: string,
): readonly Problem[] => {
  const problems: Problem[] = [];
  const fits =
    input.shape.length === first.shape.length &&
    input.shape.every((size, a) => a === axis || size === first.shape[a]);
  if (!fits) {
    problems.push({
      code: 'E_SHAPE',
      place,
      reason: `gives shape ${shapeText(input.shape)}, the first input ${shapeText(first.shape)}: all axes but axis ${axis} must be equal`,
    });
  }
  if (!sameFormat(input.format, first.format)) {
    problems.push({
      code: 'E_FORMAT',
      place,
      reason: `gives ${formatName(input.format)}, the first input ${formatName(first.format)}`,
      hint: 'requantize one of them first',
    });
  } else if (input.scale !== first.scale || input.zeroPoint !== first.zeroPoint) {
    problems.push({
      code: 'E_PARAMETER',
      place,
      reason: `gives scale ${input.scale}, zero point ${input.zeroPoint}, the first input scale ${first.scale}, zero point ${first.zeroPoint}: they must be equal`,
      hint: 'requantize one of them first',
    });
  }
  return problems;
};

/**
 * The most lanes, up to those of the narrowest input, that end with every block: the last block of the
 * tensor may end in the middle of a beat.
 */
const lanesOf = (
  blocks: readonly number[],
  rounds: number,
  inputs: readonly StreamType[],
): number => {
  const whole = rounds === 1 ? blocks.slice(0, -1) : blocks;
  const run = whole.reduce(greatestCommonDivisor);
  const narrowest = Math.min(...inputs.map(({ lanes }) => lanes));
  return divisorsOf(run).findLast((divisor) => divisor <= narrowest) ?? 1;
};

export const resolveConcatenate = (
  { axis, inputFifo = [] }: ConcatenateParameters,
  inputs: readonly StreamType[],
  place: string,
): ConcatenateSpec => {
  const [first] = inputs;
  if (!first) throw new Error('concatenate has inputs');
  if (axis >= first.shape.length) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.axis`,
      reason: `gives ${axis}, the first input ${shapeText(first.shape)} has axes 0 to ${first.shape.length - 1}`,
      hint: 'axes are counted from 0, without batch axis',
    });
  }
  const problems: Problem[] = inputs.flatMap((input, i) =>
    inputProblems(input, first, axis, `${place}.in${i}`),
  );
  if (inputFifo.length !== 0 && inputFifo.length !== inputs.length) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.inputFifo`,
      reason: `gives ${inputFifo.length} depths for ${inputs.length} inputs`,
      hint: 'give one per input, 0 for none',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);

  const rounds = sizeOf(first.shape.slice(0, axis));
  const blocks = inputs.map((input) => elementsOf(input) / rounds);
  const lanes = lanesOf(blocks, rounds, inputs);
  const along = inputs.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
  return {
    inputs,
    output: { ...first, shape: first.shape.map((size, a) => (a === axis ? along : size)), lanes },
    folding: { lanes },
    axis,
    blocks,
    rounds,
    inputFifo: inputs.map((_, i) => inputFifo[i] ?? 0),
  };
};

import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import type { UnitSpec } from '../unit.js';
import { expOfNegative, multiply } from './fixed-point.js';

export const softmaxParameters = z.strictObject({
  beta: z.number().positive().default(1).describe('factor of the input before the exponential'),
  lanes: z.int().min(1).default(1).describe('elements a cycle, 1 .. length of a row'),
});

export type SoftmaxParameters = z.output<typeof softmaxParameters>;

export interface SoftmaxSpec extends UnitSpec {
  readonly parameters: SoftmaxParameters;
  /** Elements of a row (the last axis), and rows. */
  readonly row: number;
  readonly rows: number;
  /** exp(-d * scale * beta) in Q0.31 for every difference d of two codes. */
  readonly exponentials: Int32Array;
}

/** Integer bits of the scaled difference, Q5.26, and of the sum, Q12.19. */
const differenceIntegerBits = 5;
export const sumIntegerBits = 12;

/** The sum of 2^12 equal elements is the first that Q12.19 holds only without a sign bit. */
const longestRow = 2 ** sumIntegerBits;

/** `PreprocessSoftmaxScaling`: beta and scale are float32, their product is double. */
const differenceFactor = (beta: number, scale: number): number =>
  Math.min(Math.fround(beta) * Math.fround(scale) * 2 ** (31 - differenceIntegerBits), 2 ** 31 - 1);

/**
 * The exponential of every difference. Those beyond `CalculateInputRadius`, which the scaling would
 * not hold in 32 bits, are 0 (TFLite `reference_ops::Softmax`).
 */
const exponentialsOf = (factor: number, codes: number): Int32Array => {
  const { multiplier, shift } = quantizeMultiplier(factor);
  const radius = Math.floor(
    ((2 ** differenceIntegerBits - 1) * 2 ** (31 - differenceIntegerBits)) / 2 ** shift,
  );
  return Int32Array.from({ length: codes }, (_, difference) =>
    difference > radius ? 0 : expOfNegative(multiply(-difference * 2 ** shift, multiplier)),
  );
};

export const resolveSoftmax = (
  { beta, lanes }: SoftmaxParameters,
  [input]: readonly StreamType[],
  place: string,
): SoftmaxSpec => {
  if (!input) throw new Error('softmax has one input');
  const row = input.shape.at(-1) ?? 1;
  const factor = differenceFactor(beta, input.scale);
  const node = place.slice(place.lastIndexOf('.') + 1);
  const problems: Problem[] = [];
  if (input.format.bits > 8) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(input.format)}, at most 8 bits are supported`,
      hint: 'requantize the stream to int8 first',
    });
  }
  if (row > longestRow) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `gives rows of ${row} elements, the sum in Q12.19 holds at most ${longestRow}`,
    });
  }
  if (lanes > row) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.lanes`,
      reason: `gives ${lanes}, there are only ${row} elements in a row`,
      hint: `set ${node}.lanes between 1 and ${row}`,
    });
  }
  if (!(factor > 1)) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `beta x scale is ${beta * input.scale}, needs more than 2^-26`,
      hint: 'check the scale of the input',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return {
    parameters: { beta, lanes },
    inputs: [input],
    output: {
      kind: 'stream',
      shape: input.shape,
      format: { kind: 'int', bits: 8 },
      scale: 1 / 256,
      zeroPoint: -128,
      lanes,
    },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    exponentials: exponentialsOf(factor, 2 ** input.format.bits),
  };
};

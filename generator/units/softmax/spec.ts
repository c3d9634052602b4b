import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { roundingMode } from '../parameters.js';
import type { UnitSpec } from '../unit.js';
import { expOfNegative, multiply } from './fixed-point.js';
import { type Int16Softmax, int16Factor, largestShift } from './int16.js';

export const softmaxParameters = z.strictObject({
  beta: z.number().positive().default(1).describe('factor of the input before the exponential'),
  rounding: roundingMode.describe(
    'rounding of the differences of int16 codes: TFLite reference (double) or XNNPACK (single)',
  ),
  lanes: z.int().min(1).default(1).describe('elements a cycle, 1 .. length of a row'),
});

export type SoftmaxParameters = z.output<typeof softmaxParameters>;

export interface SoftmaxSpec extends UnitSpec {
  readonly parameters: SoftmaxParameters;
  /** Elements of a row (the last axis), and rows. */
  readonly row: number;
  readonly rows: number;
  /** exp(-d * scale * beta) in Q0.31 for every difference d of two codes; empty for int16. */
  readonly exponentials: Int32Array;
  /** The other definition, for codes of 9 to 16 bits. */
  readonly int16?: Int16Softmax;
}

/** Integer bits of the scaled difference, Q5.26, and of the sum, Q12.19. */
const differenceIntegerBits = 5;
export const sumIntegerBits = 12;

/** The sum of 2^12 equal elements is the first that Q12.19 holds only without a sign bit. */
const longestRow = 2 ** sumIntegerBits;

/** The most that Q16.15 holds. */
const longestInt16Row = 2 ** 16;

const isInt16 = ({ format }: StreamType): boolean =>
  format.kind === 'int' && format.bits > 8 && format.bits <= 16;

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
  { beta, rounding, lanes }: SoftmaxParameters,
  [input]: readonly StreamType[],
  place: string,
): SoftmaxSpec => {
  if (!input) throw new Error('softmax has one input');
  const row = input.shape.at(-1) ?? 1;
  const factor = differenceFactor(beta, input.scale);
  const wide = isInt16(input);
  const int16: Int16Softmax = { factor: int16Factor(beta, input.scale), rounding };
  const longest = wide ? longestInt16Row : longestRow;
  const node = place.slice(place.lastIndexOf('.') + 1);
  const problems: Problem[] = [];
  if (input.format.bits > 8 && !wide) {
    problems.push({
      code: 'E_FORMAT',
      place: `${place}.in`,
      reason: `gives ${formatName(input.format)}, softmax is defined for at most 8 bits, or int of at most 16`,
      hint: 'requantize it first',
    });
  }
  if (row > longest) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `gives rows of ${row} elements, the sum in ${wide ? 'Q16.15' : 'Q12.19'} holds at most ${longest}`,
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
  if (wide && int16.factor.shift > largestShift) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `beta x scale is ${beta * input.scale}, needs less than 5 for int16`,
      hint: 'check the scale of the input',
    });
  }
  if (!wide && !(factor > 1)) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.in`,
      reason: `beta x scale is ${beta * input.scale}, needs more than 2^-26`,
      hint: 'check the scale of the input',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return {
    parameters: { beta, rounding, lanes },
    inputs: [input],
    output: {
      kind: 'stream',
      shape: input.shape,
      ...(wide
        ? { format: { kind: 'int', bits: 16 }, scale: 2 ** -15, zeroPoint: 0 }
        : { format: { kind: 'int', bits: 8 }, scale: 1 / 256, zeroPoint: -128 }),
      lanes,
    },
    folding: { lanes },
    row,
    rows: elementsOf(input) / row,
    ...(wide
      ? { exponentials: new Int32Array(0), int16 }
      : { exponentials: exponentialsOf(factor, 2 ** input.format.bits) }),
  };
};

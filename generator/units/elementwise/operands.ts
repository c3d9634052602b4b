import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, type NumberFormat, rangeOf } from '../../ir/format.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { activation, constantTensor, outputQuantization, roundingMode } from '../parameters.js';
import { shapeText } from '../weights.js';
import { broadcastCodes, constantProblems } from './constant.js';

/** Parameters of every unit that takes two operands element by element. */
export const operandParameters = {
  constant: constantTensor
    .optional()
    .describe('the operand that is no stream; one element, one per channel, or the whole shape'),
  activation,
  rounding: roundingMode,
  inputFifo: z
    .tuple([z.int().min(0), z.int().min(0)])
    .readonly()
    .default([0, 0])
    .describe('beats of a buffer in front of where the two inputs meet, 0 for none'),
  output: outputQuantization.describe('quantization of the output'),
};

/** Of `add` and `subtract`. */
export const powersOfTwo = z
  .boolean()
  .default(false)
  .describe(
    "int16 at scales that are powers of two: one operand is shifted to the other's scale (TFLite pot_scale_int16)",
  );

/** One of two operands: a stream, or a constant whose code i % length meets element i. */
export interface Operand {
  readonly format: NumberFormat;
  readonly scale: number;
  readonly zeroPoint: number;
  /** Which input it is; undefined for a constant. */
  readonly input: number | undefined;
  /** A constant's codes; undefined for a stream. */
  readonly codes: Int32Array | undefined;
}

export interface Operands {
  readonly operands: readonly [Operand, Operand];
  readonly shape: readonly number[];
  readonly elements: number;
  /** Lanes of the hardware: those of the narrower input, which has the most beats anyway. */
  readonly lanes: number;
}

/** Codes that stay within an int32 when shifted. */
const mostBits = 16;

/** Codes of which a table has a word each. */
export const mostTableBits = 8;

const formatProblems = (
  { format, zeroPoint }: { format: NumberFormat; zeroPoint: number },
  place: string,
  unit: string,
): readonly Problem[] => {
  if (format.bits > mostBits) {
    return [
      {
        code: 'E_FORMAT',
        place,
        reason: `gives ${formatName(format)}, ${unit} is defined for at most ${mostBits} bits`,
        hint: 'requantize it first',
      },
    ];
  }
  const { minimum, maximum } = rangeOf(format);
  return zeroPoint >= minimum && zeroPoint <= maximum
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place,
          reason: `gives zero point ${zeroPoint}, which is no code of ${formatName(format)}`,
        },
      ];
};

const streamOperand = (stream: StreamType, input: number): Operand => ({
  format: stream.format,
  scale: stream.scale,
  zeroPoint: stream.zeroPoint,
  input,
  codes: undefined,
});

const constantOperand = (constant: ConstantTensor, shape: readonly number[]): Operand => ({
  format: constant.format,
  scale: constant.scale as number,
  zeroPoint: constant.zeroPoint,
  input: undefined,
  codes: broadcastCodes(constant, shape),
});

/** Two streams of one shape, or a stream and a constant; throws SinterError with all that is wrong. */
export const resolveOperands = (
  { constant, reversed = false }: { constant?: ConstantTensor | undefined; reversed?: boolean },
  inputs: readonly StreamType[],
  place: string,
  unit: string,
): Operands => {
  const [first, second] = inputs;
  if (!first) throw new Error(`${unit} has inputs`);
  if (constant ? second : !second) {
    throw new SinterError({
      code: 'E_ARGUMENT',
      place,
      reason: constant
        ? 'gives two input streams and a constant, needs two operands'
        : 'gives one input stream and no constant, needs two operands',
    });
  }
  const problems: Problem[] = inputs.flatMap((input, i) =>
    formatProblems(input, `${place}.in${inputs.length > 1 ? i : ''}`, unit),
  );
  if (second && shapeText(first.shape) !== shapeText(second.shape)) {
    problems.push({
      code: 'E_SHAPE',
      place,
      reason: `gives shapes ${shapeText(first.shape)} and ${shapeText(second.shape)}, needs two equal ones`,
      hint: 'only a constant is broadcast',
    });
  }
  if (constant) {
    problems.push(
      ...constantProblems(constant, first.shape, place),
      ...formatProblems(constant, `${place}.constant`, unit),
    );
  }
  if (problems.length > 0) throw new SinterError(problems);

  const { shape } = first;
  const common = { shape, elements: elementsOf(first) };
  const a = streamOperand(first, 0);
  if (!constant) {
    return {
      ...common,
      operands: [a, streamOperand(second as StreamType, 1)],
      lanes: Math.min(first.lanes, (second as StreamType).lanes),
    };
  }
  const b = constantOperand(constant, shape);
  const period = b.codes?.length ?? 1;
  return {
    ...common,
    operands: reversed ? [b, a] : [a, b],
    lanes: period === 1 ? first.lanes : greatestCommonDivisor(period, first.lanes),
  };
};

/** Real value of each element of an operand, for reference models. */
export const realOperand = (
  { input, codes, scale, zeroPoint }: Operand,
  values: readonly Float64Array[],
): ((i: number) => number) => {
  if (codes) return (i) => scale * ((codes[i % codes.length] as number) - zeroPoint);
  const stream = values[input ?? 0] as Float64Array;
  return (i) => stream[i] as number;
};

import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, type NumberFormat, rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { type ConstantTensor, sizeOf } from '../../ir/tensor.js';
import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { activation, constantTensor, outputQuantization, roundingMode } from '../parameters.js';
import { shapeText } from '../weights.js';
import {
  type Broadcast,
  broadcastOf,
  broadcastShape,
  elementAt,
  isBroadcast,
} from './broadcast.js';
import { broadcastCodes, constantProblems, withoutLeadingOnes } from './constant.js';

/** Parameters of every unit that takes two operands element by element. */
export const operandParameters = {
  constant: constantTensor
    .optional()
    .describe('the operand that is no stream; any shape that broadcasts with that of the stream'),
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
  /** Of a stream that is smaller than the result. */
  readonly broadcast?: Broadcast;
}

export interface Operands {
  readonly operands: readonly [Operand, Operand];
  readonly shape: readonly number[];
  readonly elements: number;
  /**
   * Lanes of the hardware: those of the narrower input, which has the most beats anyway; where one is broadcast, of the
   * other, as far as no beat holds the end of what is replayed.
   */
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

/** How a stream meets the result's elements; nothing where they are as many. */
const broadcastTo = (
  { shape }: StreamType,
  to: readonly number[],
): { readonly broadcast?: Broadcast } => {
  const broadcast = broadcastOf(shape, to);
  return broadcast && isBroadcast(broadcast) ? { broadcast } : {};
};

const streamOperand = (stream: StreamType, input: number, to: readonly number[]): Operand => ({
  ...broadcastTo(stream, to),
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

/** Two shapes of which one is that of the result, and the other is replayed at one depth. */
const shapeProblems = (
  first: readonly number[],
  second: readonly number[],
  place: string,
): readonly Problem[] => {
  const shape = broadcastShape(first, second);
  const problem = (reason: string, hint: string): readonly Problem[] => [
    {
      code: 'E_SHAPE',
      place,
      reason: `gives shapes ${shapeText(first)} and ${shapeText(second)}, ${reason}`,
      hint,
    },
  ];
  if (!shape) return problem('which do not broadcast', 'give each axis one size, or 1');
  if (![first, second].some((own) => sizeOf(own) === sizeOf(shape))) {
    return problem(
      `of which neither is that of the result, ${shapeText(shape)}`,
      'only one stream is broadcast',
    );
  }
  if (![first, second].every((own) => broadcastOf(own, shape))) {
    return problem('of which one would be replayed at two depths', 'transpose or reshape them');
  }
  return [];
};

/** Lanes of the join of two streams. */
const joinedLanes = (
  operands: readonly [Operand, Operand],
  [first, second]: readonly [StreamType, StreamType],
): number => {
  const [a, b] = operands.map(({ broadcast }) => broadcast);
  const broadcast = a ?? b;
  if (!broadcast) return Math.min(first.lanes, second.lanes);
  const { lanes } = a ? second : first;
  return greatestCommonDivisor(lanes, broadcast.repeats > 1 ? broadcast.repeats : broadcast.inner);
};

/** Lanes of a stream beside a constant, which hold whole parts of what is replayed, on either side. */
const constantLanes = (
  { broadcast }: Operand,
  { codes }: Operand,
  { lanes }: StreamType,
): number => {
  const period = codes?.length ?? 1;
  const whole = period === 1 ? lanes : greatestCommonDivisor(period, lanes);
  if (!broadcast) return whole;
  return greatestCommonDivisor(whole, broadcast.repeats > 1 ? broadcast.repeats : broadcast.inner);
};

/** Two streams of one shape or one of them broadcast, or a stream and a constant; throws SinterError with all that is wrong. */
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
  if (second) problems.push(...shapeProblems(first.shape, second.shape, place));
  if (constant) {
    problems.push(
      ...constantProblems(constant, first.shape, place),
      ...formatProblems(constant, `${place}.constant`, unit),
    );
  }
  if (problems.length > 0) throw new SinterError(problems);

  const other = second?.shape ?? (constant ? withoutLeadingOnes(constant.shape, first.shape) : []);
  const shape = broadcastShape(first.shape, other) ?? first.shape;
  const common = { shape, elements: sizeOf(shape) };
  const a = streamOperand(first, 0, shape);
  if (second) {
    const operands = [a, streamOperand(second, 1, shape)] as const;
    return { ...common, operands, lanes: joinedLanes(operands, [first, second]) };
  }
  if (!constant) throw new Error(`${unit} has two operands`);
  const b = constantOperand(constant, shape);
  return { ...common, operands: reversed ? [b, a] : [a, b], lanes: constantLanes(a, b, first) };
};

/** Which element of a stream meets element `i` of the result. */
export const indexOf = (broadcast: Broadcast | undefined): ((i: number) => number) =>
  broadcast ? elementAt(broadcast) : (i) => i;

/** Real value of each element of an operand, for reference models. */
export const realOperand = (
  { input, codes, scale, zeroPoint, broadcast }: Operand,
  values: readonly Float64Array[],
): ((i: number) => number) => {
  if (codes) return (i) => scale * ((codes[i % codes.length] as number) - zeroPoint);
  const stream = values[input ?? 0] as Float64Array;
  const at = indexOf(broadcast);
  return (i) => stream[at(i)] as number;
};

import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { formatName, isCode } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { sizeOf } from '../../ir/tensor.js';
import { foldingProblems } from '../folding.js';
import { accumulator, activation, outputQuantization, roundingMode } from '../parameters.js';
import {
  accumulatorOf,
  type Rescale,
  reachProblems,
  rescaleOf,
  rescaleProblems,
} from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import { shapeText } from '../weights.js';
import { type MatmulPlan, type MatmulShape, type Operand, operandOf, sumBits } from './plan.js';
import { matmulPlan } from './plans.js';

export const matmulParameters = z.strictObject({
  transposeB: z
    .boolean()
    .default(false)
    .describe('the second operand comes as [columns, depth], not [depth, columns]'),
  activation,
  rounding: roundingMode,
  accumulator,
  array: z
    .strictObject({
      dataflow: z
        .enum(['output-stationary', 'weight-stationary', 'skip-zeros'])
        .default('output-stationary')
        .describe(
          'what stays in a processing element: a sum, or an element of the second operand; or one row of elements, a cycle for each element of the first operand that is not 0',
        ),
      rows: z
        .int()
        .min(1)
        .optional()
        .describe('rows of processing elements: of the result, or along the depth'),
      columns: z.int().min(1).optional().describe('columns of processing elements, of the result'),
    })
    .prefault({})
    .describe('the PE array; default 1 x 1, or what the fold pass finds'),
  inputFifo: z
    .tuple([z.int().min(0), z.int().min(0)])
    .readonly()
    .default([0, 0])
    .describe('beats of a buffer in front of each input, 0 for none'),
  output: outputQuantization.describe('quantization of the output'),
});

export type MatmulParameters = z.output<typeof matmulParameters>;

export interface MatmulSpec extends UnitSpec {
  readonly parameters: MatmulParameters;
  readonly shape: MatmulShape;
  readonly operands: readonly [Operand, Operand];
  readonly rescale: Rescale;
  readonly plan: MatmulPlan;
}

const widestOperand = 16;

const formatProblems = ({ format, zeroPoint }: StreamType, place: string): readonly Problem[] => {
  if ((format.kind !== 'int' && format.kind !== 'uint') || format.bits > widestOperand) {
    return [
      {
        code: 'E_FORMAT',
        place,
        reason: `gives ${formatName(format)}, needs int or uint of at most ${widestOperand} bits`,
        hint: 'requantize it first',
      },
    ];
  }
  if (isCode(format, zeroPoint)) return [];
  return [
    {
      code: 'E_PARAMETER',
      place,
      reason: `gives zero point ${zeroPoint}, which is no code of ${formatName(format)}`,
    },
  ];
};

/** Shape of the product, and of what it is made of; throws SinterError where the operands do not fit. */
const shapeOf = (
  [a, b]: readonly [StreamType, StreamType],
  transposed: boolean,
  place: string,
): { shape: MatmulShape; result: readonly number[] } => {
  const wrong = (reason: string, hint: string): SinterError =>
    new SinterError({ code: 'E_SHAPE', place, reason, hint });
  const both = `${shapeText(a.shape)} and ${shapeText(b.shape)}`;
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw wrong(
      `gives shapes ${both}, needs matrices: [.., rows, depth] and [.., depth, columns]`,
      'reshape a vector to [1, depth] or [depth, 1]',
    );
  }
  const batch = a.shape.slice(0, -2);
  const [rows, depth] = a.shape.slice(-2) as [number, number];
  const [first, second] = b.shape.slice(-2) as [number, number];
  const [bDepth, columns] = transposed ? [second, first] : [first, second];
  if (bDepth !== depth) {
    throw wrong(
      `gives shapes ${both}${transposed ? ' with transposeB' : ''}: the first is ${depth} deep, the second ${bDepth}`,
      first === depth || second === depth
        ? `set transposeB ${String(!transposed)}`
        : 'the last axis of the first operand is summed over',
    );
  }
  const bBatch = b.shape.slice(0, -2);
  const result = [...batch, rows, columns];
  // One matrix for all of a batch: its rows all belong to one product.
  if (sizeOf(bBatch) === 1) {
    const shape = { matrices: 1, rows: sizeOf(batch) * rows, depth, columns, transposed };
    return { shape, result };
  }
  if (shapeText(bBatch) !== shapeText(batch)) {
    throw wrong(
      `gives shapes ${both}, needs as many matrices on both sides, or one on the second`,
      'only the second operand is broadcast',
    );
  }
  return { shape: { matrices: sizeOf(batch), rows, depth, columns, transposed }, result };
};

/** int32 sums that do not fit: no wrap is right. */
const accumulatorProblems = (
  bits: number,
  sums: 'int32' | 'int64',
  place: string,
): readonly Problem[] =>
  sums === 'int32' && bits > 32
    ? [
        {
          code: 'E_PARAMETER',
          place: `${place}.accumulator`,
          reason: `has sums of ${bits} bits, an int32 holds 32`,
          hint: "set accumulator: 'int64'",
        },
      ]
    : [];

/** Words of a row of the second operand are what an element of the first one meets. */
const orderProblems = (
  { array, transposeB }: MatmulParameters,
  place: string,
): readonly Problem[] =>
  array.dataflow === 'skip-zeros' && transposeB
    ? [
        {
          code: 'E_PARAMETER',
          place: `${place}.transposeB`,
          reason: 'is not there for skip-zeros, which needs the second operand by rows',
          hint: 'transpose it first',
        },
      ]
    : [];

export const resolveMatmul = (
  parameters: MatmulParameters,
  [a, b]: readonly StreamType[],
  place: string,
): MatmulSpec => {
  if (!a || !b) throw new Error('matmul has two inputs');
  const { array, output, activation, rounding, transposeB } = parameters;
  const formats = [a, b].flatMap((stream, i) => formatProblems(stream, `${place}.in${i}`));
  if (formats.length > 0) throw new SinterError(formats);
  const { shape, result } = shapeOf([a, b], transposeB, place);
  const wide = [a, b].find(({ format }) => format.kind === 'int' && format.bits === 16) ?? a;
  const sums = accumulatorOf(parameters.accumulator, wide.format);
  // The product of the scales in float32 (TFLite `GetQuantizedConvolutionMultipler` without a bias).
  const factor = Math.fround(Math.fround(a.scale) * Math.fround(b.scale)) / output.scale;
  const rescale = rescaleOf({ accumulator: sums, factors: [factor], rounding, activation, output });
  const operands = [operandOf(a), operandOf(b)] as const;
  const accBits = sumBits(operands, shape.depth);
  const alongRows = {
    'output-stationary': { limit: shape.rows, of: 'rows of the result' },
    'weight-stationary': { limit: shape.depth, of: 'elements of depth' },
    'skip-zeros': { limit: 1, of: 'rows where zeros are skipped' },
  }[array.dataflow];
  const problems = [
    ...foldingProblems(
      { rows: array.rows, columns: array.columns },
      {
        rows: alongRows,
        columns: { limit: shape.columns, of: 'columns of the result' },
      },
      place,
    ),
    ...orderProblems(parameters, place),
    ...rescaleProblems(rescale, place),
    ...accumulatorProblems(accBits, sums, place),
    ...reachProblems(rescale, { accBits, sumBits: accBits, bias: [], ranges: [] }, place),
  ];
  if (problems.length > 0) throw new SinterError(problems);
  const rows = array.rows ?? 1;
  const columns = array.columns ?? 1;
  const plan = matmulPlan(array.dataflow, {
    ...shape,
    operands,
    array: [rows, columns],
    leftLanes: a.lanes,
  });
  return {
    parameters,
    inputs: [a, b],
    output: {
      kind: 'stream',
      shape: result,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: plan.lanes,
    },
    folding: { rows, columns },
    shape,
    operands,
    rescale,
    plan,
  };
};

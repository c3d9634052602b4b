import type { StreamHandle } from '../../../dsl/builder.js';
import type { ConstantTensor } from '../../../ir/tensor.js';
import { sizeOf } from '../../../ir/tensor.js';
import { streamShape } from '../activation.js';
import { constantCodes } from '../constant.js';
import type { TfliteTensor } from '../model.js';
import { int8Type } from '../names.js';
import { modelError, shapeText } from '../problem.js';
import { batchMatmulOptions } from '../schema.js';
import { weightScales } from '../weight-scales.js';
import { declared } from './axes.js';
import {
  type OperatorContext,
  type OperatorMapper,
  outputQuantization,
  sameShape,
} from './mapper.js';
import { shaped } from './shaped.js';

/** A shape as matrices: at least two axes, without batch axes of size 1 in front. */
const matrices = (shape: readonly number[]): readonly number[] => {
  const leading = shape.findIndex((size, axis) => size !== 1 || axis >= shape.length - 2);
  return shape.slice(leading);
};

/** The last two axes exchanged. */
const turned = <T>(axes: readonly T[]): readonly T[] => [
  ...axes.slice(0, -2),
  ...axes.slice(-2).reverse(),
];

const turn = (
  context: OperatorContext,
  stream: StreamHandle,
  shape: readonly number[],
): StreamHandle =>
  context.unit('transpose', [stream], { permutation: turned(shape.map((_, axis) => axis)) });

/** One matrix of int8 codes with one scale, as weights [outputs, inputs]; `byColumns` as it comes turned. */
const weightsOf = (
  { place, model }: OperatorContext,
  tensor: TfliteTensor,
  byColumns: boolean,
): ConstantTensor => {
  const needs = { role: 'operand', place, type: int8Type } as const;
  const { shape, codes, place: origin } = constantCodes(tensor, needs, model);
  const [first, second] = shape.slice(-2) as [number, number];
  if (shape.length < 2 || sizeOf(shape) !== first * second) {
    throw modelError(
      origin,
      `has shape ${shapeText(shape)}, only one constant matrix is supported`,
      'compute the operand, or split the batch',
    );
  }
  const { scale, zeroPoint } = weightScales(tensor, shape, 0, origin);
  if (typeof scale !== 'number') {
    throw modelError(origin, `has ${scale.length} scales, needs one`, 'quantize it per tensor');
  }
  const data = byColumns
    ? codes.map((_, i) => codes[(i % first) * second + Math.floor(i / first)] as number)
    : codes;
  const format = { kind: 'int', bits: 8 } as const;
  const kept = byColumns ? [second, first] : [first, second];
  return { kind: 'constant', shape: kept, format, scale, zeroPoint, data, origin };
};

/** The stream at a position as matrices, the last two axes exchanged where `adjoint` says so. */
const operand = (context: OperatorContext, position: number, adjoint: boolean) => {
  const { shape, stream } = context.input(position);
  if (shape.length < 2) {
    throw modelError(
      context.place,
      `takes shape ${shapeText(shape)}, needs matrices`,
      'convert the model again',
    );
  }
  const taken = matrices(shape);
  const flowing = shaped(context, stream, streamShape(shape), taken);
  return adjoint
    ? { stream: turn(context, flowing, taken), shape: turned(taken) }
    : { stream: flowing, shape: taken };
};

interface Product {
  readonly stream: StreamHandle;
  readonly shape: readonly number[];
}

const withConstant = (
  context: OperatorContext,
  position: 0 | 1,
  [adjointX, adjointY]: readonly [boolean, boolean],
): Product => {
  const output = outputQuantization(context.output(0));
  const tensor = context.constant(position) as TfliteTensor;
  if (position === 1) {
    const weights = weightsOf(context, tensor, !adjointY);
    const { stream, shape } = operand(context, 0, adjointX);
    const result = context.unit('dense', [stream], { weights, output });
    return { stream: result, shape: [...shape.slice(0, -1), weights.shape[0] as number] };
  }
  // (A B)^T = B^T A^T: the rows of B^T are vectors, A has the weights.
  const weights = weightsOf(context, tensor, adjointX);
  const { stream, shape } = operand(context, 1, !adjointY);
  const result = context.unit('dense', [stream], { weights, output });
  const made = [...shape.slice(0, -1), weights.shape[0] as number];
  return { stream: turn(context, result, made), shape: turned(made) };
};

const twoStreams = (
  context: OperatorContext,
  [adjointX, adjointY]: readonly [boolean, boolean],
): Product => {
  const a = operand(context, 0, adjointX);
  const b = operand(context, 1, false);
  const batches = [a.shape.slice(0, -2), b.shape.slice(0, -2)] as const;
  if (!sameShape(...batches) && sizeOf(batches[1]) !== 1) {
    throw modelError(
      context.place,
      `takes shapes ${shapeText(a.shape)} and ${shapeText(b.shape)}, needs as many matrices on both sides, or one on the second`,
      'broadcast the first operand in the model',
    );
  }
  const columns = b.shape.at(adjointY ? -2 : -1) as number;
  const stream = context.unit('matmul', [a.stream, b.stream], {
    transposeB: adjointY,
    output: outputQuantization(context.output(0)),
  });
  return { stream, shape: [...a.shape.slice(0, -1), columns] };
};

/**
 * BATCH_MATMUL of two streams is matmul; with one constant matrix it is dense, whose rule for one scale is
 * the same (lite/kernels/batch_matmul.cc, `GetQuantizedConvolutionMultipler`).
 */
export const batchMatmul: OperatorMapper = {
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const options = context.operator.options(batchMatmulOptions);
    const adjoint = [
      (options?.uint8('adj_x') ?? 0) !== 0,
      (options?.uint8('adj_y') ?? 0) !== 0,
    ] as const;
    const output = context.output(0);
    const isConstant = (position: number) => context.constant(position)?.data !== undefined;
    const position = isConstant(1) ? 1 : isConstant(0) ? 0 : undefined;
    const { stream, shape } =
      position === undefined
        ? twoStreams(context, adjoint)
        : withConstant(context, position, adjoint);
    const computed = [...output.shape.slice(0, -shape.length).map(() => 1), ...shape];
    return [declared(context, output, computed, { stream, shape })];
  },
};

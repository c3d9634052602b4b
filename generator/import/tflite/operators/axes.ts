import type { StreamHandle } from '../../../dsl/builder.js';
import { streamShape } from '../activation.js';
import { int32Parameter } from '../constant.js';
import { modelError, shapeText } from '../problem.js';
import { type Activation, expectShape, type OperatorContext } from './mapper.js';
import { shaped } from './shaped.js';

/** Axes that the stream lacks, being without batch axis: 1 or 0. The stream's axis is the file's less this. */
export const batchAxes = (shape: readonly number[]): number =>
  shape.length - streamShape(shape).length;

/** An axis of the shape, counted from its end when negative; throws where there is none. */
export const axisOf = (
  { place }: OperatorContext,
  axis: number,
  shape: readonly number[],
): number => {
  const counted = axis < 0 ? axis + shape.length : axis;
  if (counted >= 0 && counted < shape.length) return counted;
  throw modelError(
    place,
    `works on axis ${axis}, its input ${shapeText(shape)} has ${shape.length} axes`,
    'convert the model again',
  );
};

/** Constant numbers of the operator; `count` of them unless it is undefined. */
export const numbersOf = (
  context: OperatorContext,
  position: number,
  role: string,
  count: number | undefined,
): readonly number[] => {
  const { place, model } = context;
  const tensor = context.constant(position);
  if (!tensor) throw modelError(place, `has no ${role}`, 'convert the model again');
  const numbers = int32Parameter(tensor, place, role, model);
  if (count === undefined || numbers.length === count) return numbers;
  throw modelError(
    place,
    `has ${numbers.length} numbers as ${role}, needs ${count}`,
    'convert the model again',
  );
};

/** The unit's result as the output is declared; throws unless `computed` is what is declared. */
export const declared = (
  context: OperatorContext,
  output: Activation,
  computed: readonly number[],
  result: { readonly stream: StreamHandle; readonly shape: readonly number[] },
): StreamHandle => {
  expectShape(context, output, computed);
  return shaped(context, result.stream, result.shape, streamShape(output.shape));
};

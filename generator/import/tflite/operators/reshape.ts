import { sizeOf } from '../../../ir/tensor.js';
import { streamShape } from '../activation.js';
import { int32Parameter } from '../constant.js';
import { modelError, shapeText } from '../problem.js';
import { reshapeOptions } from '../schema.js';
import {
  expectSameQuantization,
  expectShape,
  type OperatorContext,
  type OperatorMapper,
  sameShape,
} from './mapper.js';

/** Passes the elements on in the same order, as the output's declared shape. */
const passOn = (context: OperatorContext) => {
  const input = context.input(0);
  const output = context.output(0);
  if (sizeOf(input.shape) !== sizeOf(output.shape)) {
    throw modelError(
      context.place,
      `turns ${shapeText(input.shape)} into ${shapeText(output.shape)}: ${sizeOf(input.shape)} elements into ${sizeOf(output.shape)}`,
      'convert the model again, with a batch size of 1',
    );
  }
  expectSameQuantization(context, input, output);
  return [context.unit('reshape', [input.stream], { shape: streamShape(output.shape) })];
};

/** The new shape as the file asks for it: a constant, else an option, else nothing. */
const requested = (context: OperatorContext): readonly number[] | undefined => {
  const tensor = context.constant(1);
  if (tensor) return int32Parameter(tensor, context.place, 'shape', context.model);
  const shape = context.operator.options(reshapeOptions)?.int32s('new_shape') ?? [];
  return shape.length > 0 ? shape : undefined;
};

/** -1 stands for what is left over; throws when nothing fits. */
const resolve = (
  { place }: OperatorContext,
  shape: readonly number[],
  elements: number,
): readonly number[] => {
  const open = shape.indexOf(-1);
  const others = sizeOf(shape.filter((_, axis) => axis !== open));
  const sizes = shape.map((size, axis) => (axis === open ? elements / others : size));
  if (sizes.every((size) => Number.isInteger(size) && size >= 1)) return sizes;
  throw modelError(
    place,
    `asks for shape ${shapeText(shape.slice(0, 8))}, which ${elements} elements do not fill`,
    'convert the model again, with a batch size of 1',
  );
};

/** RESHAPE: the new shape is a constant input or an option. */
export const reshape: OperatorMapper = {
  inputs: [1, 2],
  outputs: 1,
  map(context) {
    const shape = requested(context);
    if (shape) {
      const elements = sizeOf(context.input(0).shape);
      expectShape(context, context.output(0), resolve(context, shape, elements));
    }
    return passOn(context);
  },
};

/** SQUEEZE and EXPAND_DIMS: only axes of size 1 come or go. */
const changeUnitAxes = (inputs: readonly [number, number]): OperatorMapper => ({
  inputs,
  outputs: 1,
  map(context) {
    const from = context.input(0).shape;
    const to = context.output(0).shape;
    const core = (shape: readonly number[]) => shape.filter((size) => size !== 1);
    if (!sameShape(core(from), core(to))) {
      throw modelError(
        context.place,
        `turns ${shapeText(from)} into ${shapeText(to)}, only axes of size 1 may differ`,
        'convert the model again',
      );
    }
    return passOn(context);
  },
});

export const squeeze: OperatorMapper = changeUnitAxes([1, 1]);
export const expandDims: OperatorMapper = changeUnitAxes([2, 2]);

import type { StreamHandle } from '../../../dsl/builder.js';
import { modelError, shapeText } from '../problem.js';
import { unpackOptions } from '../schema.js';
import { axisOf, numbersOf } from './axes.js';
import type { InputActivation, OperatorContext, OperatorMapper } from './mapper.js';
import { type Part, sliced } from './slice.js';

/** More outputs than any model splits a tensor into. */
const mostOutputs = 64;

/** Tensors that an operator reads, or that the model gives. */
const readTensors = ({ model, place }: OperatorContext): ReadonlySet<number> => {
  const read = new Set([...model.outputs, ...model.operators.flatMap(({ inputs }) => inputs)]);
  model.spend(4 * (model.operators.length + read.size), place);
  return read;
};

/** A slice for each output that something reads: so many indices of the axis, one behind the other. */
const slices = (
  context: OperatorContext,
  input: InputActivation,
  axis: number,
  sizes: readonly number[],
  gone?: ReadonlySet<number>,
): readonly (StreamHandle | undefined)[] => {
  const read = readTensors(context);
  let begin = 0;
  return context.operator.outputs.map((index, i) => {
    const end = begin + (sizes[i] as number);
    const own: Part = { begin, end, stride: 1 };
    begin = end;
    if (!read.has(index)) return undefined;
    const parts = input.shape.map((whole, a) =>
      a === axis ? own : { begin: 0, end: whole, stride: 1 },
    );
    return sliced(context, input, context.output(i), parts, gone);
  });
};

const equalSizes = (parts: number, size: number): readonly number[] =>
  new Array<number>(parts).fill(size);

/** SPLIT into equal parts. */
export const split: OperatorMapper = {
  inputs: [2, 2],
  outputs: [1, mostOutputs],
  map(context) {
    const { operator, place } = context;
    const input = context.input(1);
    const { shape } = input;
    const [given = 0] = numbersOf(context, 0, 'axis', 1);
    const axis = axisOf(context, given, shape);
    const size = shape[axis] as number;
    const parts = operator.outputs.length;
    if (size % parts !== 0) {
      throw modelError(
        place,
        `splits axis ${axis} of ${shapeText(shape)} into ${parts} equal parts`,
        'convert the model again',
      );
    }
    return slices(context, input, axis, equalSizes(parts, size / parts));
  },
};

/** SPLIT_V: the size of each part, -1 for what the others leave. */
export const splitV: OperatorMapper = {
  inputs: [3, 3],
  outputs: [1, mostOutputs],
  map(context) {
    const { operator, place } = context;
    const input = context.input(0);
    const { shape } = input;
    const given = numbersOf(context, 1, 'size_splits', operator.outputs.length);
    const [along = 0] = numbersOf(context, 2, 'axis', 1);
    const axis = axisOf(context, along, shape);
    const size = shape[axis] as number;
    const others = given.reduce((sum, part) => sum + Math.max(0, part), 0);
    const sizes = given.map((part) => (part === -1 ? size - others : part));
    const isOpen = given.filter((part) => part === -1).length;
    const total = sizes.reduce((sum, part) => sum + part, 0);
    if (isOpen > 1 || total !== size || sizes.some((part) => part < 1)) {
      throw modelError(
        place,
        `splits axis ${axis} of ${shapeText(shape)} into parts of ${shapeText(given)}`,
        'convert the model again',
      );
    }
    return slices(context, input, axis, sizes);
  },
};

/** UNPACK: a slice of one index for each output, without the axis. */
export const unpack: OperatorMapper = {
  inputs: [1, 1],
  outputs: [1, mostOutputs],
  map(context) {
    const { operator, place } = context;
    const input = context.input(0);
    const { shape } = input;
    const axis = axisOf(context, operator.options(unpackOptions)?.int32('axis') ?? 0, shape);
    const parts = operator.outputs.length;
    if (shape[axis] !== parts) {
      throw modelError(
        place,
        `unpacks axis ${axis} of ${shapeText(shape)} into ${parts} tensors`,
        'convert the model again',
      );
    }
    return slices(context, input, axis, equalSizes(parts, 1), new Set([axis]));
  },
};

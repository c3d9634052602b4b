import { constantCodes } from '../constant.js';
import { int8Type, int16Type } from '../names.js';
import { modelError, shapeText } from '../problem.js';
import { batchAxes, declared, numbersOf } from './axes.js';
import {
  type Activation,
  expectSameQuantization,
  type OperatorContext,
  type OperatorMapper,
} from './mapper.js';

/** Code of the padding: PADV2's third input. */
const givenCode = (
  context: OperatorContext,
  { format }: Activation,
): { readonly code?: number } => {
  const { place, model } = context;
  const tensor = context.constant(2);
  if (!tensor) return {};
  const needs = {
    role: 'padding value',
    place,
    type: format.bits === 16 ? int16Type : int8Type,
  } as const;
  const [code, ...others] = constantCodes(tensor, needs, model).codes;
  if (code === undefined || others.length > 0) {
    throw modelError(place, 'has several padding values, needs one', 'convert the model again');
  }
  return { code };
};

/** PAD and PADV2: rows of [before, after], one per axis. */
const padding = (inputs: number): OperatorMapper => ({
  inputs: [inputs, inputs],
  outputs: 1,
  map(context) {
    const { place } = context;
    const input = context.input(0);
    const output = context.output(0);
    const { shape } = input;
    const pairs = numbersOf(context, 1, 'paddings', 2 * shape.length);
    const before = shape.map((_, axis) => pairs[2 * axis] as number);
    const after = shape.map((_, axis) => pairs[2 * axis + 1] as number);
    if (pairs.some((size) => size < 0)) {
      throw modelError(
        place,
        `has paddings ${shapeText(pairs)}, none may be negative`,
        'convert the model again',
      );
    }
    expectSameQuantization(context, input, output);
    const batch = batchAxes(shape);
    if (
      before
        .slice(0, batch)
        .concat(after.slice(0, batch))
        .some((size) => size > 0)
    ) {
      throw modelError(place, 'pads the batch axis', 'convert the model with a batch size of 1');
    }
    const computed = shape.map(
      (size, axis) => (before[axis] as number) + size + (after[axis] as number),
    );
    const stream = context.unit('pad', [input.stream], {
      before: before.slice(batch),
      after: after.slice(batch),
      ...givenCode(context, input),
    });
    return [declared(context, output, computed, { stream, shape: computed.slice(batch) })];
  },
});

export const pad: OperatorMapper = padding(2);
export const padV2: OperatorMapper = padding(3);

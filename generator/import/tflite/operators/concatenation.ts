import type { StreamHandle } from '../../../dsl/builder.js';
import { streamShape } from '../activation.js';
import { modelError, shapeText } from '../problem.js';
import { concatenationOptions, packOptions } from '../schema.js';
import { axisOf, batchAxes, declared } from './axes.js';
import { fusedActivation } from './fused.js';
import {
  expectSameQuantization,
  type InputActivation,
  type OperatorContext,
  type OperatorMapper,
  sameShape,
} from './mapper.js';
import { shaped } from './shaped.js';

/** More inputs than any model joins in one operator. */
const mostInputs = 64;

/** The inputs one behind the other along `axis` of the shapes that `shapeOf` gives them: codes are passed on. */
const joined = (
  context: OperatorContext,
  inputs: readonly InputActivation[],
  shapeOf: (input: InputActivation) => readonly number[],
  axis: number,
): StreamHandle => {
  const output = context.output(0);
  for (const input of inputs) {
    expectSameQuantization(
      context,
      input,
      output,
      input.format.bits === 16
        ? "convert the model again: TFLite's int16 kernel copies codes without rescaling them"
        : "convert the model again: TFLite's int8 kernel demands it and refuses this model",
    );
  }
  const [first] = inputs as [InputActivation];
  const shape = shapeOf(first);
  const along = inputs.reduce((sum, input) => sum + (shapeOf(input)[axis] as number), 0);
  const computed = shape.map((size, a) => (a === axis ? along : size));
  if (inputs.length === 1) {
    const { stream } = first;
    return declared(context, output, computed, { stream, shape: streamShape(first.shape) });
  }
  // Along the batch axis every input needs its own, which streams leave out.
  const batch = axis === 0 ? 0 : batchAxes(shape);
  const streams = inputs.map((input) =>
    shaped(context, input.stream, streamShape(input.shape), shapeOf(input).slice(batch)),
  );
  const stream = context.unit('concatenate', streams, { axis: axis - batch });
  return declared(context, output, computed, { stream, shape: computed.slice(batch) });
};

/**
 * CONCATENATION of tensors with equal quantization: TFLite's int8 kernel refuses others (`Prepare` in
 * lite/kernels/concatenation.cc; only uint8 is rescaled), its int16 kernel copies the codes whatever their scales.
 */
export const concatenation: OperatorMapper = {
  inputs: [1, mostInputs],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const options = operator.options(concatenationOptions);
    const inputs = operator.inputs.map((_, position) => context.input(position));
    const [first] = inputs;
    if (!first) throw modelError(place, 'has no inputs', 'convert the model again');
    const { shape } = first;
    const axis = axisOf(context, options?.int32('axis') ?? 0, shape);
    if (fusedActivation(options?.int8('fused_activation') ?? 0, place) !== 'none') {
      throw modelError(place, 'has a fused activation', 'make the activation a layer of its own');
    }
    for (const input of inputs) {
      const fits =
        input.shape.length === shape.length &&
        input.shape.every((size, a) => a === axis || size === shape[a]);
      if (fits) continue;
      throw modelError(
        place,
        `joins shapes ${shapeText(shape)} and ${shapeText(input.shape)} along axis ${axis}`,
        'convert the model again',
      );
    }
    return [joined(context, inputs, (input) => input.shape, axis)];
  },
};

/** PACK of tensors of one shape along an axis that they do not have. */
export const pack: OperatorMapper = {
  inputs: [1, mostInputs],
  outputs: 1,
  map(context) {
    const { operator, place } = context;
    const inputs = operator.inputs.map((_, position) => context.input(position));
    const [first] = inputs;
    if (!first) throw modelError(place, 'has no inputs', 'convert the model again');
    const { shape } = first;
    for (const input of inputs) {
      if (sameShape(input.shape, shape)) continue;
      throw modelError(
        place,
        `packs shapes ${shapeText(shape)} and ${shapeText(input.shape)}, which differ`,
        'convert the model again',
      );
    }
    const given = operator.options(packOptions)?.int32('axis') ?? 0;
    const axis = axisOf(context, given, [...shape, 1]);
    const longer = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
    return [joined(context, inputs, () => longer, axis)];
  },
};

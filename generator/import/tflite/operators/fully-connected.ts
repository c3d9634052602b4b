import { sizeOf } from '../../../ir/tensor.js';
import { streamShape } from '../activation.js';
import { biasOf, weightsOf } from '../constant.js';
import { int32Type, int64Type } from '../names.js';
import { modelError, shapeText } from '../problem.js';
import { fullyConnectedOptions } from '../schema.js';
import { fusedActivation } from './fused.js';
import { type OperatorMapper, outputQuantization, sameShape } from './mapper.js';
import { shaped } from './shaped.js';

/** Weights are packed for a certain processor when this is not 0. */
const defaultWeightsFormat = 0;

/**
 * FULLY_CONNECTED: weights [outputs, inputs]. The input, whatever its axes, is taken as rows of
 * `inputs` elements; the output is [rows, outputs], or with keep_num_dims the input's axes with the
 * last one replaced (lite/kernels/fully_connected.cc).
 */
export const fullyConnected: OperatorMapper = {
  inputs: [2, 3],
  outputs: 1,
  map(context) {
    const { model, operator, place } = context;
    const options = operator.options(fullyConnectedOptions);
    const input = context.input(0);
    const output = context.output(0);
    if ((options?.int8('weights_format') ?? 0) !== defaultWeightsFormat) {
      throw modelError(place, 'has weights in a shuffled format', 'convert the model again');
    }
    const tensor = context.constant(1);
    if (!tensor) throw modelError(place, 'has no weights', 'convert the model again');
    const weights = weightsOf(tensor, { place, rank: 2, axis: 0 }, model);
    const [outputs = 1, inputs = 1] = weights.shape;
    const elements = sizeOf(input.shape);
    const keep = (options?.uint8('keep_num_dims') ?? 0) !== 0;
    if (elements % inputs !== 0 || (keep && input.shape.at(-1) !== inputs)) {
      throw modelError(
        place,
        `has weights for ${inputs} inputs, its input has shape ${shapeText(input.shape)}`,
        'convert the model again, with a batch size of 1',
      );
    }
    const rows = elements / inputs;
    const wrongSize = sizeOf(output.shape) !== rows * outputs || output.shape.at(-1) !== outputs;
    const computed = keep ? [...input.shape.slice(0, -1), outputs] : [rows, outputs];
    if (wrongSize || (keep && !sameShape(output.shape, computed))) {
      throw modelError(
        place,
        `gives shape ${shapeText(computed)}, its output is declared as ${shapeText(output.shape)}`,
        'convert the model again, with a batch size of 1',
      );
    }
    const given = streamShape(input.shape);
    const taken = given.at(-1) === inputs ? given : streamShape([rows, inputs]);
    const needs = {
      place,
      channels: outputs,
      format: input.format,
      wideTypes: [int64Type, int32Type],
    } as const;
    const result = context.unit('dense', [shaped(context, input.stream, given, taken)], {
      weights,
      ...biasOf(context.constant(2), needs, model),
      activation: fusedActivation(options?.int8('fused_activation') ?? 0, place),
      output: outputQuantization(output),
    });
    const made = [...taken.slice(0, -1), outputs];
    return [shaped(context, result, made, streamShape(output.shape))];
  },
};

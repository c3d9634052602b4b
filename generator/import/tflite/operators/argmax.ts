import { streamShape } from '../activation.js';
import { isIndexType, tensorTypeName } from '../names.js';
import { modelError, shapeText } from '../problem.js';
import { axisOf, declared, numbersOf } from './axes.js';
import type { OperatorMapper } from './mapper.js';

/** ARG_MAX over the last axis; indices are int32, also where the file says int64. */
export const argMax: OperatorMapper = {
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const { place } = context;
    const input = context.input(0);
    const output = context.output(0);
    const { shape } = input;
    if (!isIndexType(output.tensor.type)) {
      throw modelError(
        place,
        `gives ${tensorTypeName(output.tensor.type)}, needs int32 or int64`,
        'convert the model again',
      );
    }
    const [given = 0] = numbersOf(context, 1, 'axis', 1);
    const axis = axisOf(context, given, shape);
    if (axis !== shape.length - 1) {
      throw modelError(
        place,
        `works on axis ${axis} of ${shapeText(shape)}, supported is the last`,
        'transpose the tensor in front of it',
      );
    }
    const stream = context.unit('argmax', [input.stream], { format: output.format });
    const rows = streamShape(shape).slice(0, -1);
    const made = { stream, shape: rows.length === 0 ? [1] : rows };
    return [declared(context, output, shape.slice(0, -1), made)];
  },
};

import { modelError, shapeText } from '../problem.js';
import { axisOf, batchAxes, declared, numbersOf } from './axes.js';
import { expectSameQuantization, type OperatorMapper } from './mapper.js';

/** TRANSPOSE by a constant permutation; a batch axis of size 1 may go anywhere. */
export const transpose: OperatorMapper = {
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    const { shape } = input;
    const permutation = numbersOf(context, 1, 'permutation', shape.length).map((axis) =>
      axisOf(context, axis, shape),
    );
    if (new Set(permutation).size !== shape.length) {
      throw modelError(
        context.place,
        `has permutation ${shapeText(permutation)}, needs every axis once`,
        'convert the model again',
      );
    }
    expectSameQuantization(context, input, output);
    const batch = batchAxes(shape);
    const kept = permutation.filter((axis) => axis >= batch);
    const stream = context.unit('transpose', [input.stream], {
      permutation: kept.map((axis) => axis - batch),
    });
    const sizes = (axes: readonly number[]) => axes.map((axis) => shape[axis] as number);
    return [declared(context, output, sizes(permutation), { stream, shape: sizes(kept) })];
  },
};

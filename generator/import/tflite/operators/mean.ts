import { reducerOptions } from '../schema.js';
import { axisOf, batchAxes, declared, numbersOf } from './axes.js';
import { type OperatorMapper, outputQuantization } from './mapper.js';

/** MEAN over constant axes; a batch axis of size 1 makes no difference. */
export const mean: OperatorMapper = {
  inputs: [2, 2],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    const { shape } = input;
    const keepDims = (context.operator.options(reducerOptions)?.uint8('keep_dims') ?? 0) !== 0;
    const given = numbersOf(context, 1, 'axes', undefined);
    const axes = new Set(given.map((axis) => axisOf(context, axis, shape)));
    const batch = batchAxes(shape);
    const over = shape.flatMap((_, axis) =>
      axes.has(axis) && axis >= batch ? [axis - batch] : [],
    );
    const reduced = (from: number): readonly number[] =>
      shape.flatMap((size, axis) => {
        if (axis < from) return [];
        if (!axes.has(axis)) return [size];
        return keepDims ? [1] : [];
      });
    const stream = context.unit('mean', [input.stream], {
      axes: over,
      keepDims,
      output: outputQuantization(output),
    });
    const made = reduced(batch);
    return [
      declared(context, output, reduced(0), { stream, shape: made.length === 0 ? [1] : made }),
    ];
  },
};

import type { Recognised } from '../recognise/recognised.js';
import { expectShape, type OperatorMapper, outputQuantization } from './mapper.js';

/** A norm of the last axis in full precision, in place of TFLite's int8 steps. */
const layerNorm: OperatorMapper = {
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    const { recognised } = context.operator;
    if (recognised?.kind !== 'layer_norm') throw new Error('no norm was recognised');
    expectShape(context, output, input.shape);
    const { epsilon, gamma, beta } = recognised;
    return [
      context.unit('layer_norm', [input.stream], {
        epsilon,
        ...(gamma ? { gamma } : {}),
        ...(beta ? { beta } : {}),
        output: outputQuantization(output),
      }),
    ];
  },
};

/** GELU of the real numbers, correctly rounded, in place of TFLite's int8 steps. */
const gelu: OperatorMapper = {
  inputs: [1, 1],
  outputs: 1,
  map(context) {
    const input = context.input(0);
    const output = context.output(0);
    expectShape(context, output, input.shape);
    const parameters = { method: 'table', form: 'tanh', output: outputQuantization(output) };
    return [context.unit('gelu', [input.stream], parameters)];
  },
};

/** What several operators were recognised as. */
export const recognisedMappers: Readonly<Record<Recognised['kind'], OperatorMapper>> = {
  layer_norm: layerNorm,
  gelu,
};

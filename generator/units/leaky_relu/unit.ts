import { leakyRelu as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { leakyReluParameters, realLeakyRelu, resolveLeakyRelu } from './spec.js';

export const leakyRelu = defineFunction({
  kind: 'leaky_relu',
  summary: 'x, below zero alpha * x; as TFLite does it, or by another method',
  parameters: leakyReluParameters,
  definition: ({ alpha }) => definition(alpha),
  real: realLeakyRelu,
  own: (parameters, input, place) =>
    parameters.method === 'tflite' ? resolveLeakyRelu(parameters, input, place) : undefined,
});

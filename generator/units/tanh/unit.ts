import { tanh as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { signedInterval } from '../lookup/outputs.js';
import { resolveTanh, tanhParameters } from './spec.js';

export const tanh = defineFunction({
  kind: 'tanh',
  summary: 'hyperbolic tangent; as TFLite does it, int8 or int16, or by another method',
  parameters: tanhParameters,
  definition: () => definition,
  real: () => Math.tanh,
  output: signedInterval,
  own: (parameters, input, place) =>
    parameters.method === 'tflite' ? resolveTanh(parameters, input, place) : undefined,
});

import { hardSwish as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { hardSwishParameters, realHardSwish, resolveHardSwish } from './spec.js';

export const hardSwish = defineFunction({
  kind: 'hard_swish',
  summary: 'x * clamp(x + 3, 0, 6) / 6; as TFLite does it, or by another method',
  parameters: hardSwishParameters,
  definition: () => definition,
  real: () => realHardSwish,
  own: (parameters, input, place) =>
    parameters.method === 'tflite' ? resolveHardSwish(parameters, input, place) : undefined,
});

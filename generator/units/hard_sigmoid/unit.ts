import { hardSigmoid as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { unitInterval } from '../lookup/outputs.js';
import { hardSigmoidParameters } from './spec.js';

export const hardSigmoid = defineFunction({
  kind: 'hard_sigmoid',
  summary: 'clamp(x + 3, 0, 6) / 6',
  parameters: hardSigmoidParameters,
  definition: () => definition,
  real: () => (value) => Math.min(6, Math.max(0, value + 3)) / 6,
  output: unitInterval,
});

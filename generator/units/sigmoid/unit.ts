import { sigmoid as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { unitInterval } from '../lookup/outputs.js';
import { sigmoidParameters } from './spec.js';

export const sigmoid = defineFunction({
  kind: 'sigmoid',
  summary: '1 / (1 + exp(-x))',
  parameters: sigmoidParameters,
  definition: () => definition,
  real: () => (value) => 1 / (1 + Math.exp(-value)),
  output: unitInterval,
});

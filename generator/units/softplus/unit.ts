import { softplus as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { asInput } from '../lookup/outputs.js';
import { softplusParameters } from './spec.js';

export const softplus = defineFunction({
  kind: 'softplus',
  summary: 'ln(1 + exp(x))',
  parameters: softplusParameters,
  definition: () => definition,
  real: () => (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))),
  output: asInput,
});

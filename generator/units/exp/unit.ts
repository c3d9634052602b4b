import { exp as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { expParameters } from './spec.js';

export const exp = defineFunction({
  kind: 'exp',
  summary: 'exponential of x',
  parameters: expParameters,
  definition: () => definition,
  real: () => Math.exp,
});

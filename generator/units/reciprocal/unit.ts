import { reciprocal as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { reciprocalParameters } from './spec.js';

export const reciprocal = defineFunction({
  kind: 'reciprocal',
  summary: '1 / x; of zero the largest code',
  parameters: reciprocalParameters,
  definition: () => definition,
  real: () => (value) => (value === 0 ? Number.POSITIVE_INFINITY : 1 / value),
});

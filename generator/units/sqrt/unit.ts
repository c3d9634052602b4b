import { sqrt as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { sqrtParameters } from './spec.js';

export const sqrt = defineFunction({
  kind: 'sqrt',
  summary: 'square root; of a negative number zero',
  parameters: sqrtParameters,
  definition: () => definition,
  real: () => (value) => Math.sqrt(Math.max(value, 0)),
});

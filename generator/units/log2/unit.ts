import { log2 as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { log2Parameters } from './spec.js';

export const log2 = defineFunction({
  kind: 'log2',
  summary: 'logarithm to the base 2; at and below zero the least code',
  parameters: log2Parameters,
  definition: () => definition,
  real: () => (value) => (value > 0 ? Math.log2(value) : Number.NEGATIVE_INFINITY),
});

import { rsqrt as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { rsqrtParameters } from './spec.js';

export const rsqrt = defineFunction({
  kind: 'rsqrt',
  summary: '1 / square root; at and below zero the largest code',
  parameters: rsqrtParameters,
  definition: () => definition,
  real: () => (value) => (value > 0 ? 1 / Math.sqrt(value) : Number.POSITIVE_INFINITY),
});

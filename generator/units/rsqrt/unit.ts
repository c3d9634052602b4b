import { rsqrt as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { rsqrtParameters } from './spec.js';
import { resolveRsqrt } from './tflite.js';

const real = (value: number): number =>
  value > 0 ? 1 / Math.sqrt(value) : Number.POSITIVE_INFINITY;

export const rsqrt = defineFunction({
  kind: 'rsqrt',
  summary: '1 / square root; at and below zero the largest code',
  parameters: rsqrtParameters,
  definition: () => definition,
  real: () => real,
  own: ({ method }, input, place, output) =>
    method === 'tflite' ? resolveRsqrt(input, place, output, real) : undefined,
});

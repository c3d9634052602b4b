import { elu as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { asInput } from '../lookup/outputs.js';
import { eluParameters } from './spec.js';

export const elu = defineFunction({
  kind: 'elu',
  summary: 'x, below zero alpha * (exp(x) - 1)',
  parameters: eluParameters,
  definition: ({ alpha }) => definition(alpha),
  real:
    ({ alpha }) =>
    (value) =>
      value >= 0 ? value : alpha * Math.expm1(value),
  output: asInput,
});

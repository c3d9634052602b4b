import { silu as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { asInput } from '../lookup/outputs.js';
import { siluParameters } from './spec.js';

export const silu = defineFunction({
  kind: 'silu',
  summary: 'x / (1 + exp(-x))',
  parameters: siluParameters,
  definition: () => definition,
  real: () => (value) => value / (1 + Math.exp(-value)),
  output: asInput,
});

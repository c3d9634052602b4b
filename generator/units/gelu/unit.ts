import { gelu as erfForm, geluTanh } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { asInput } from '../lookup/outputs.js';
import { realGelu, realGeluTanh } from './reference.js';
import { geluParameters } from './spec.js';

export const gelu = defineFunction({
  kind: 'gelu',
  summary: 'x * (1 + erf(x / sqrt(2))) / 2',
  parameters: geluParameters,
  definition: ({ form }) => (form === 'erf' ? erfForm : geluTanh),
  real: ({ form }) => (form === 'erf' ? realGelu : realGeluTanh),
  output: asInput,
});

import { z } from 'zod';
import { functionParameters } from '../lookup/method.js';

export const geluParameters = functionParameters.extend({
  form: z.enum(['erf', 'tanh']).default('erf').describe('the function itself, or its tanh form'),
});

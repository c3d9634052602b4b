import { z } from 'zod';
import { releasedShift } from '../../functions/i-bert.js';
import { functionMethods, functionParameters } from '../lookup/method.js';

export const geluParameters = functionParameters.extend({
  method: z
    .enum([...functionMethods, 'i-bert', 'tflite'])
    .default('cheapest')
    .describe(
      "table, segments of lines or of polynomials, the cheapest of them, I-BERT's or TFLite's",
    ),
  form: z.enum(['erf', 'tanh']).default('erf').describe('the function itself, or its tanh form'),
  shift: z
    .int()
    .min(0)
    .max(releasedShift)
    .optional()
    .describe('bits that i-bert cuts; default 14, less where the scale is coarse'),
});

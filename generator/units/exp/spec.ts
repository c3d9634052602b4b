import { z } from 'zod';
import { functionMethods, functionParameters } from '../lookup/method.js';

export const expParameters = functionParameters.extend({
  method: z
    .enum([...functionMethods, 'i-bert', 'tflite'])
    .default('cheapest')
    .describe(
      "table, segments of lines or of polynomials, the cheapest of them, I-BERT's or TFLite's",
    ),
});

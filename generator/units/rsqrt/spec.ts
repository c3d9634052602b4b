import { z } from 'zod';
import { functionMethods, functionParameters } from '../lookup/method.js';

export const rsqrtParameters = functionParameters.extend({
  method: z
    .enum([...functionMethods, 'tflite'])
    .default('cheapest')
    .describe("table, segments of lines or of polynomials, the cheapest of them, or TFLite's own"),
});

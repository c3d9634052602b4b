import { z } from 'zod';
import { functionMethods, functionParameters } from '../lookup/method.js';

export const eluParameters = functionParameters.extend({
  method: z
    .enum([...functionMethods, 'tflite'])
    .default('cheapest')
    .describe("table, segments of lines or of polynomials, the cheapest of them, or TFLite's"),
  alpha: z.number().default(1).describe('what is approached below zero, negated'),
});

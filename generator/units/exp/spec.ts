import { z } from 'zod';
import { functionMethods, functionParameters } from '../lookup/method.js';

export const expParameters = functionParameters.extend({
  method: z
    .enum([...functionMethods, 'i-bert'])
    .default('cheapest')
    .describe("table, segments of lines or of polynomials, the cheapest of them, or I-BERT's"),
});

import { z } from 'zod';
import { functionParameters } from '../lookup/method.js';

export const eluParameters = functionParameters.extend({
  alpha: z.number().default(1).describe('what is approached below zero, negated'),
});

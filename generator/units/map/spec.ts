import { z } from 'zod';
import type { FunctionChoice } from '../../functions/methods.js';

const isChoice = (value: unknown): value is FunctionChoice =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'function';

export const mapParameters = z.strictObject({
  compute: z.custom<FunctionChoice>(isChoice, 'needs a function').meta({
    type: 'function',
    description: 'the function and its method, as pwl(f, { ... }) gives it',
  }),
});

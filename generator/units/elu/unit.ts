import { SinterError } from '../../error.js';
import { elu as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { asInput } from '../lookup/outputs.js';
import { resolveFloatTable } from '../lookup/tflite.js';
import { eluParameters } from './spec.js';
import { floatElu } from './tflite.js';

const realElu =
  (alpha: number) =>
  (value: number): number =>
    value >= 0 ? value : alpha * Math.expm1(value);

export const elu = defineFunction({
  kind: 'elu',
  summary: 'x, below zero alpha * (exp(x) - 1)',
  parameters: eluParameters,
  definition: ({ alpha }) => definition(alpha),
  real: ({ alpha }) => realElu(alpha),
  output: asInput,
  own({ method, alpha }, input, place, output) {
    if (method !== 'tflite' || !output) return undefined;
    if (alpha !== 1) {
      throw new SinterError({
        code: 'E_PARAMETER',
        place: `${place}.alpha`,
        reason: `is ${alpha}, method tflite has 1`,
        hint: 'take another method',
      });
    }
    const real = realElu(alpha);
    return resolveFloatTable(input, place, { unit: 'elu', output, transform: floatElu, real });
  },
});

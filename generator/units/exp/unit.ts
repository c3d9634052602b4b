import { exp as definition } from '../../functions/definitions.js';
import { defineFunction } from '../lookup/define.js';
import { resolveOwn } from '../lookup/method.js';
import { laneHardware } from '../lookup/pipeline.js';
import { resolveFloatTable } from '../lookup/tflite.js';
import { expCode, expLane, expPolynomial, expRefusal } from './i-bert.js';
import { expParameters } from './spec.js';
import { floatExp } from './tflite.js';

export const exp = defineFunction({
  kind: 'exp',
  summary: 'exponential of x',
  parameters: expParameters,
  definition: () => definition,
  real: () => Math.exp,
  own({ method, multiplier }, input, place, output) {
    if (!output) return undefined;
    if (method === 'tflite') {
      return resolveFloatTable(input, place, {
        unit: 'exp',
        output,
        transform: floatExp,
        real: Math.exp,
      });
    }
    if (method !== 'i-bert') return undefined;
    const polynomial = expPolynomial(input, output);
    const reason = expRefusal(polynomial);
    const { x0, b, c } = polynomial.exp;
    return resolveOwn(input, place, {
      unit: 'exp',
      real: (value) => Math.exp(Math.min(0, value)),
      output,
      codeOf: expCode(polynomial),
      problems: reason === undefined ? [] : [{ code: 'E_PARAMETER', place, reason }],
      hardware: laneHardware({
        title: 'i-exp of I-BERT',
        description: `ln 2 ${-x0}, b ${b}, c ${c}`,
        lane: () => expLane(polynomial, multiplier),
        codeBits: input.format.bits,
        resultBits: output.format.bits,
      }),
    });
  },
});

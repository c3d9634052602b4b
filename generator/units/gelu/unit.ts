import { gelu as erfForm, geluTanh } from '../../functions/definitions.js';
import { shiftFor } from '../../functions/i-bert.js';
import { defineFunction } from '../lookup/define.js';
import { resolveOwn } from '../lookup/method.js';
import { asInput } from '../lookup/outputs.js';
import { laneHardware } from '../lookup/pipeline.js';
import { resolveFloatTable } from '../lookup/tflite.js';
import { rescaleProblems } from '../requantize/rescale.js';
import { geluCode, geluLane, geluPolynomial } from './i-bert.js';
import { realGelu, realGeluTanh } from './reference.js';
import { geluParameters } from './spec.js';
import { floatGelu } from './tflite.js';

export const gelu = defineFunction({
  kind: 'gelu',
  summary: 'x * (1 + erf(x / sqrt(2))) / 2',
  parameters: geluParameters,
  definition: ({ form }) => (form === 'erf' ? erfForm : geluTanh),
  real: ({ form }) => (form === 'erf' ? realGelu : realGeluTanh),
  output: asInput,
  own({ method, multiplier, shift, form }, input, place, output) {
    if (!output) return undefined;
    const real = form === 'erf' ? realGelu : realGeluTanh;
    if (method === 'tflite') {
      return resolveFloatTable(input, place, {
        unit: 'gelu',
        output,
        transform: floatGelu(form),
        real,
      });
    }
    if (method !== 'i-bert') return undefined;
    const polynomial = geluPolynomial(input, output, shift ?? shiftFor(input.scale));
    const { b, c, one } = polynomial.gelu;
    return resolveOwn(input, place, {
      unit: 'gelu',
      real,
      output,
      codeOf: geluCode(polynomial),
      problems: rescaleProblems(polynomial.rescale, place),
      hardware: laneHardware({
        title: 'i-GELU of I-BERT',
        description: `b ${b}, c ${c}, one ${one}, shift ${polynomial.gelu.shift}`,
        lane: () => geluLane(polynomial, multiplier),
        codeBits: input.format.bits,
        resultBits: output.format.bits,
      }),
    });
  },
});

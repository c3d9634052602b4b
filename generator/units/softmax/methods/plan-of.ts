import { isSigned } from '../../../ir/format.js';
import type { StreamType } from '../../../ir/stream.js';
import type { SoftmaxParameters } from '../parameters.js';
import { iBertPlan } from './i-bert.js';
import { int16Factor } from './int16.js';
import { leadingOne } from './leading-one.js';
import { logPlan } from './log-domain.js';
import { onlineFormats, onlinePlan } from './online.js';
import type { SoftmaxPlan } from './plan.js';
import { differenceFactor, tflitePlan } from './tflite.js';

/** The tables of the chosen method for a stream of codes. */
export const planOf = (
  { method, beta, group, formats, rounding }: SoftmaxParameters,
  { format, scale }: StreamType,
  output: StreamType,
): SoftmaxPlan => {
  const codes = 2 ** format.bits;
  const factor = beta * scale;
  switch (method) {
    case 'tflite':
      return format.bits > 8
        ? {
            kind: 'tflite-int16',
            definition: { factor: int16Factor(beta, scale), rounding },
          }
        : tflitePlan(differenceFactor(beta, scale), codes);
    case 'i-bert':
      return iBertPlan(factor, codes);
    case 'log-domain':
      return logPlan(factor, codes, output.format.bits);
    case 'online-base2':
      return onlinePlan(factor, { codes, signed: isSigned(format) }, onlineFormats[formats], {
        group,
        outputFraction: leadingOne(1 / output.scale),
      });
    case 'ita':
      return { kind: 'ita', group };
  }
};

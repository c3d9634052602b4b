import { z } from 'zod';
import { SinterError } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { reducedMultiplier } from '../../numeric/rounding.js';
import { type Operands, operandParameters, resolveOperands } from '../elementwise/operands.js';
import { outputQuantization } from '../parameters.js';
import type { UnitSpec } from '../unit.js';

export const divideParameters = z.strictObject({
  inputFifo: operandParameters.inputFifo,
  output: outputQuantization.describe('quantization of the output'),
});

export type DivideParameters = z.output<typeof divideParameters>;

/** |quotient| = |a| * factor / (2^shift * |b|), in steps of the output. */
export interface QuotientScale {
  readonly factor: number;
  readonly shift: number;
}

export interface DivideSpec extends UnitSpec, Operands {
  readonly parameters: DivideParameters;
  readonly scale: QuotientScale;
}

const leastShift = 1;
const mostShift = 24;

export const resolveDivide = (
  parameters: DivideParameters,
  inputs: readonly StreamType[],
  place: string,
): DivideSpec => {
  const { output } = parameters;
  const resolved = resolveOperands({}, inputs, place, 'divide');
  const [a, b] = resolved.operands;
  const { multiplier, shift } = quantizeMultiplier(a.scale / (b.scale * output.scale));
  const scale = { factor: reducedMultiplier(multiplier), shift: 15 - shift };
  if (scale.shift < leastShift || scale.shift > mostShift) {
    throw new SinterError({
      code: 'E_PARAMETER',
      place: `${place}.output.scale`,
      reason:
        'the quotient of the input scales over the output scale needs to be from 2^-10 to 2^13',
      hint: 'check the scales of the inputs and of the output',
    });
  }
  return {
    ...resolved,
    parameters,
    inputs,
    output: { kind: 'stream', shape: resolved.shape, lanes: resolved.lanes, ...output },
    folding: { lanes: resolved.lanes },
    scale,
  };
};

import { type Problem, SinterError } from '../../error.js';
import { signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import type { Activation } from '../../numeric/activation.js';
import { type QuantizedMultiplier, quantizeMultiplier } from '../../numeric/multiplier.js';
import { multiplyByQuantizedMultiplier, type RoundingMode } from '../../numeric/rounding.js';
import { tabulate } from '../lookup/stage.js';
import type { OutputQuantization } from '../parameters.js';
import { type Rescale, rescaleOf } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import type { InputFifo } from './heads.js';
import { type Operand, type Operands, resolveOperands } from './operands.js';

/** Bits by which centred codes are shifted left before they are scaled (TFLite, 8-bit ADD and SUB). */
export const sumShift = 20;

/** Real factors: of both shifted operands to their common scale, and from there to the output. */
export interface SumFactors {
  readonly operands: readonly [number, number];
  readonly output: number;
}

export interface SumParameters {
  readonly constant?: ConstantTensor | undefined;
  readonly activation: Activation;
  readonly rounding: RoundingMode;
  readonly inputFifo: InputFifo;
  readonly output: OutputQuantization;
}

/** One operand's part of the sum: by the code's bits for a stream, by element for a constant. */
export interface Term extends Operand {
  readonly values: Int32Array;
}

/** What `add` and `subtract` resolve to. */
export interface SumSpec extends UnitSpec, Operands {
  readonly parameters: SumParameters;
  /** 1 or -1: what each operand's real value counts. */
  readonly signs: readonly [number, number];
  readonly terms: readonly [Term, Term];
  readonly rescale: Rescale;
  /** Bits of every possible sum. */
  readonly sumBits: number;
}

const factorProblems = ({ operands, output }: SumFactors, place: string): readonly Problem[] =>
  [...operands, output].every((factor) => factor > 0 && quantizeMultiplier(factor).shift <= 0)
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.output.scale`,
          reason: `the factor from the sum to the output is ${output}, needs one above 0 and below 1`,
          hint: 'check the scales of the inputs and of the output',
        },
      ];

/** (code - zero point) * 2^20 * factor, rounded to an int32. */
const scaledCode = (
  code: number,
  { zeroPoint }: Operand,
  multiplier: QuantizedMultiplier,
  rounding: RoundingMode,
): number =>
  multiplyByQuantizedMultiplier((code - zeroPoint) * 2 ** sumShift, multiplier, rounding);

export interface SumOptions {
  readonly unit: string;
  readonly parameters: SumParameters;
  /** The constant is the first operand. */
  readonly reversed?: boolean;
  readonly signs: readonly [number, number];
  factors(first: number, second: number, output: number): SumFactors;
}

export const resolveSum = (
  { unit, parameters, signs, reversed = false, factors }: SumOptions,
  inputs: readonly StreamType[],
  place: string,
): SumSpec => {
  const { output, rounding, activation, constant } = parameters;
  const resolved = resolveOperands({ constant, reversed }, inputs, place, unit);
  const { operands, shape, lanes } = resolved;
  const real = factors(operands[0].scale, operands[1].scale, output.scale);
  const problems = factorProblems(real, place);
  if (problems.length > 0) throw new SinterError(problems);

  const termOf = (index: 0 | 1): Term => {
    const operand = operands[index];
    const multiplier = quantizeMultiplier(real.operands[index]);
    const value = (code: number): number =>
      (signs[index] as number) * scaledCode(code, operand, multiplier, rounding);
    return {
      ...operand,
      values: operand.codes ? operand.codes.map(value) : tabulate(operand.format, value),
    };
  };
  const terms = [termOf(0), termOf(1)] as const;
  const [a, b] = terms.map(({ values }) => ({
    minimum: values.reduce((x, y) => Math.min(x, y), 0),
    maximum: values.reduce((x, y) => Math.max(x, y), 0),
  })) as [{ minimum: number; maximum: number }, { minimum: number; maximum: number }];
  return {
    ...resolved,
    parameters,
    inputs,
    output: {
      kind: 'stream',
      shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes,
    },
    folding: { lanes },
    signs,
    terms,
    rescale: rescaleOf({ factors: [real.output], rounding, activation, output }),
    sumBits: signedBitsFor(a.minimum + b.minimum, a.maximum + b.maximum),
  };
};

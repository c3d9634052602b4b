import { type Problem, SinterError } from '../../error.js';
import { signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import type { ConstantTensor } from '../../ir/tensor.js';
import type { Activation } from '../../numeric/activation.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import type { RoundingMode } from '../../numeric/rounding.js';
import type { OutputQuantization } from '../parameters.js';
import { type Rescale, rescaleOf } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';
import type { InputFifo } from './heads.js';
import { mostTableBits, type Operand, type Operands, resolveOperands } from './operands.js';
import { powerShifts } from './powers-of-two.js';
import { type Term, termOf } from './terms.js';

/**
 * Bits by which centred codes are shifted left before they are scaled (TFLite ADD and SUB): of 8 bits, and of 16,
 * which leave an int32 no more room.
 */
const sumShift = ([a, b]: readonly [Operand, Operand]): number =>
  Math.max(a.format.bits, b.format.bits) > mostTableBits ? 15 : 20;

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
  readonly powersOfTwo: boolean;
  readonly output: OutputQuantization;
}

/** What `add` and `subtract` resolve to. */
export interface SumSpec extends UnitSpec, Operands {
  readonly parameters: SumParameters;
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

export interface SumOptions {
  readonly unit: string;
  readonly parameters: SumParameters;
  /** The constant is the first operand. */
  readonly reversed?: boolean;
  /** 1 or -1: what each operand's real value counts. */
  readonly signs: readonly [number, number];
  /** Of operands that are shifted left by `shift` bits. */
  factors(first: number, second: number, output: number, shift: number): SumFactors;
}

type Scaled = Pick<SumSpec, 'terms' | 'rescale'>;

/** The sum as it is, and its clamp: a factor of 1. */
const unscaled = { multiplier: 2 ** 30, shift: 1 } as const;

/** Operands shifted right to the output's scale: TFLite's int16 sums of powers of two. */
const shiftedTerms = (
  { parameters, signs }: SumOptions,
  { operands }: Operands,
  place: string,
): Scaled => {
  const { output, rounding, activation } = parameters;
  const { shifts, problems } = powerShifts(operands, output, place);
  if (problems.length > 0) throw new SinterError(problems);
  const term = (i: 0 | 1): Term =>
    termOf(operands[i], signs[i], { kind: 'shift', right: shifts[i] });
  const rescale = rescaleOf({ factors: [1], rounding, activation, output });
  return { terms: [term(0), term(1)], rescale: { ...rescale, multipliers: [unscaled] } };
};

const rescaledTerms = (
  { parameters, signs, factors }: SumOptions,
  { operands }: Operands,
  place: string,
): Scaled => {
  const { output, rounding, activation } = parameters;
  const left = sumShift(operands);
  const real = factors(operands[0].scale, operands[1].scale, output.scale, left);
  const problems = factorProblems(real, place);
  if (problems.length > 0) throw new SinterError(problems);
  const term = (i: 0 | 1): Term => {
    const factor = quantizeMultiplier(real.operands[i]);
    return termOf(operands[i], signs[i], { kind: 'factor', left, factor, rounding });
  };
  return {
    terms: [term(0), term(1)],
    rescale: rescaleOf({ factors: [real.output], rounding, activation, output }),
  };
};

export const resolveSum = (
  options: SumOptions,
  inputs: readonly StreamType[],
  place: string,
): SumSpec => {
  const { unit, parameters, reversed = false } = options;
  const { output, constant, powersOfTwo } = parameters;
  const resolved = resolveOperands({ constant, reversed }, inputs, place, unit);
  const { shape, lanes } = resolved;
  const scaled = (powersOfTwo ? shiftedTerms : rescaledTerms)(options, resolved, place);
  const [a, b] = scaled.terms;
  return {
    ...resolved,
    ...scaled,
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
    sumBits: signedBitsFor(a.minimum + b.minimum, a.maximum + b.maximum),
  };
};

import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import { signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import {
  mostTableBits,
  type Operands,
  operandParameters,
  resolveOperands,
} from '../elementwise/operands.js';
import { type Term, termOf } from '../elementwise/terms.js';
import { type Rescale, rescaleOf, rescaleProblems } from '../requantize/rescale.js';
import type { UnitSpec } from '../unit.js';

const { constant, rounding, inputFifo, output } = operandParameters;

export const squaredDifferenceParameters = z.strictObject({
  constant,
  rounding,
  inputFifo,
  output,
});

export type SquaredDifferenceParameters = z.output<typeof squaredDifferenceParameters>;

export interface SquaredDifferenceSpec extends UnitSpec, Operands {
  readonly parameters: SquaredDifferenceParameters;
  /** Both operands at their common scale, the second negated. */
  readonly terms: readonly [Term, Term];
  readonly rescale: Rescale;
  /** Bits of every possible difference, and of its square, which has a bit for its sign as well. */
  readonly differenceBits: number;
  readonly squareBits: number;
}

/**
 * Bits by which centred codes are shifted left before they are scaled, so that no square exceeds an int32 (lite/micro/
 * kernels/squared_difference.cc): of 8 bits, and of 16.
 */
const leftShift = (bits: number): number => (bits > mostTableBits ? 0 : 7);

/** An operand of no weight beside the other, or an output whose factor is none. */
const factorProblems = (factors: readonly number[], place: string): readonly Problem[] =>
  factors.every((factor) => factor > 0 && Number.isFinite(factor))
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.output.scale`,
          reason: `makes factors ${factors.join(', ')}, needs numbers above 0`,
          hint: 'check the scales of the inputs and of the output',
        },
      ];

export const resolveSquaredDifference = (
  parameters: SquaredDifferenceParameters,
  inputs: readonly StreamType[],
  place: string,
): SquaredDifferenceSpec => {
  const { output, rounding, constant } = parameters;
  const resolved = resolveOperands({ constant }, inputs, place, 'squared_difference');
  const [a, b] = resolved.operands;
  const left = leftShift(Math.max(a.format.bits, b.format.bits));
  // All in double (squared_difference.cc, `PrepareQuantized`).
  const twice = 2 * Math.max(a.scale, b.scale);
  const factor = (twice * twice) / (2 ** (2 * left) * output.scale);
  const factors = [a.scale / twice, b.scale / twice];
  const rescale = rescaleOf({ factors: [factor], rounding, activation: 'none', output });
  const problems = [
    ...factorProblems([...factors, factor], place),
    ...rescaleProblems(rescale, place),
  ];
  if (problems.length > 0) throw new SinterError(problems);
  const term = (i: 0 | 1): Term => {
    const multiplier = quantizeMultiplier(factors[i] as number);
    const scaling = { kind: 'factor', left, factor: multiplier, rounding } as const;
    return termOf(resolved.operands[i], i === 0 ? 1 : -1, scaling);
  };
  const terms = [term(0), term(1)] as const;
  const low = terms[0].minimum + terms[1].minimum;
  const high = terms[0].maximum + terms[1].maximum;
  const largest = Math.max(-low, high);
  return {
    ...resolved,
    parameters,
    inputs,
    terms,
    rescale,
    differenceBits: signedBitsFor(low, high),
    squareBits: signedBitsFor(0, largest * largest),
    output: {
      kind: 'stream',
      shape: resolved.shape,
      format: output.format,
      scale: output.scale,
      zeroPoint: output.zeroPoint,
      lanes: resolved.lanes,
    },
    folding: { lanes: resolved.lanes },
  };
};

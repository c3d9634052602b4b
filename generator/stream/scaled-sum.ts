import { signedDecimal, unsignedDecimal } from '../emit/literal.js';
import { isSigned } from '../ir/format.js';
import type { ParameterValue, Stage } from '../ir/module.js';
import { centredBits, type Factor } from './product.js';
import { pipeline } from './timing.js';

/**
 * An operand and what is made of it: ((code - zero point) * multiplier / 2^drop, ties upward) / 2^right, ties away
 * from zero.
 */
export interface ScaledOperand extends Factor {
  readonly multiplier: number;
  readonly drop: number;
  readonly right: number;
  readonly negated: boolean;
  /** Bits of every result, before it is negated. */
  readonly termBits: number;
}

export interface ScaledSumOptions {
  readonly instance: string;
  /** One or two, as they lie in a beat: all lanes of the first, above them all lanes of the second. */
  readonly operands: readonly ScaledOperand[];
  readonly lanes: number;
  readonly beats: number;
  readonly sumBits: number;
}

const multiplierBits = 31;

/** An operand whose shifts leave none of its bits is 0: a multiplier of 0, so that no shift is out of range. */
const withinRange = (operand: ScaledOperand): ScaledOperand => {
  const productBits = centredBits(operand) + multiplierBits + 1;
  return operand.drop + operand.right < productBits
    ? operand
    : { ...operand, multiplier: 0, drop: 0, right: 0 };
};

const parametersOf = (
  name: string,
  operand: ScaledOperand,
): readonly (readonly [string, ParameterValue])[] => {
  const { format, zeroPoint, multiplier, drop, right, negated, termBits } = withinRange(operand);
  return [
    [`${name}_BITS`, format.bits],
    [`${name}_SIGNED`, isSigned(format) ? 1 : 0],
    [`${name}_ZERO`, signedDecimal(format.bits + 1, zeroPoint)],
    [`${name}_CENTRED_BITS`, centredBits(operand)],
    [`${name}_MULTIPLIER`, unsignedDecimal(multiplierBits, multiplier)],
    [`${name}_DROP`, drop],
    [`${name}_RIGHT`, right],
    [`${name}_NEGATED`, negated ? 1 : 0],
    [`${name}_TERM_BITS`, termBits],
  ];
};

/** One operand or two, each scaled by constants, and their sum; templates/lib/sinter_scaled_sum.v. */
export const scaledSum = ({
  instance,
  operands,
  lanes,
  beats,
  sumBits,
}: ScaledSumOptions): Stage => ({
  kind: 'stage',
  instance,
  module: { kind: 'library', name: 'sinter_scaled_sum' },
  parameters: {
    LANES: lanes,
    OPERANDS: operands.length,
    SUM_BITS: sumBits,
    ...Object.fromEntries(
      operands.flatMap((operand, i) => parametersOf(i === 0 ? 'A' : 'B', operand)),
    ),
  },
  inputBits: lanes * operands.reduce((bits, { format }) => bits + format.bits, 0),
  outputBits: lanes * sumBits,
  timing: pipeline(beats, 4),
});

import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { type RoundingMode, roundingDivideByPowerOfTwo } from '../../numeric/rounding.js';
import { argumentIntegerBits, fixedArgument } from '../lookup/fixed-argument.js';
import { expOfNegative, oneMinusOverOnePlus } from '../softmax/fixed-point.js';

/**
 * gemmlowp's `tanh` of Q4.27 in Q0.31: (1 - e) / (1 + e) with e = exp(-2 |a|), the same bits read with
 * one integer bit more.
 */
const tanhOf = (a: number): number => {
  if (a === 0) return 0;
  const positive = oneMinusOverOnePlus(expOfNegative(-Math.abs(a), argumentIntegerBits + 1));
  return a > 0 ? positive : -positive;
};

export const tanhOutput = {
  format: { kind: 'int', bits: 8 },
  scale: 1 / 128,
  zeroPoint: 0,
} as const;

/** TFLite `reference_integer_ops::Tanh` to int8. */
export const tanhCode = (input: StreamType, rounding: RoundingMode) => {
  const argumentOf = fixedArgument(input, rounding);
  const range = rangeOf(tanhOutput.format);
  return (code: number): number => {
    const argument = argumentOf(code);
    if (argument === 'below') return range.minimum;
    if (argument === 'above') return range.maximum;
    return clampTo(roundingDivideByPowerOfTwo(tanhOf(argument), 31 - 7), range);
  };
};

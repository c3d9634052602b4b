import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { type RoundingMode, roundingDivideByPowerOfTwo } from '../../numeric/rounding.js';
import { argumentIntegerBits, fixedArgument } from '../lookup/fixed-argument.js';
import { expOfNegative, reciprocalOfOnePlus } from '../softmax/fixed-point.js';

const one = 2 ** 31 - 1;

/** gemmlowp's `logistic` of Q4.27 in Q0.31: 1 / (1 + exp(-|a|)), or what is left of 1. */
const logisticOf = (a: number): number => {
  if (a === 0) return 2 ** 30;
  const positive = reciprocalOfOnePlus(expOfNegative(-Math.abs(a), argumentIntegerBits));
  return a > 0 ? positive : one - positive;
};

export const logisticOutput = {
  format: { kind: 'int', bits: 8 },
  scale: 1 / 256,
  zeroPoint: -128,
} as const;

/** TFLite `reference_integer_ops::Logistic` to int8. */
export const logisticCode = (input: StreamType, rounding: RoundingMode) => {
  const argumentOf = fixedArgument(input, rounding);
  const range = rangeOf(logisticOutput.format);
  return (code: number): number => {
    const argument = argumentOf(code);
    if (argument === 'below') return range.minimum;
    if (argument === 'above') return range.maximum;
    const share = roundingDivideByPowerOfTwo(logisticOf(argument), 31 - 8);
    return clampTo(share + logisticOutput.zeroPoint, range);
  };
};

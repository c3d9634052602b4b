import { type Problem, SinterError } from '../../error.js';
import { Decimal } from '../../functions/decimal.js';
import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { type QuantizedMultiplier, quantizeMultiplier } from '../../numeric/multiplier.js';
import {
  multiplyByQuantizedMultiplier,
  roundingDivideByPowerOfTwo,
} from '../../numeric/rounding.js';
import { type LookupSpec, resolveLookup } from '../lookup/spec.js';
import type { OutputQuantization } from '../parameters.js';
import { multiply, saturatingShiftLeft } from '../softmax/fixed-point.js';

/** Bits by which the root is kept larger than a code, `kShift`. */
const rootShift = 20;

const half = 2 ** 28;
const oneAndAHalf = half + 2 ** 27;
/** sqrt(2) / 2 in Q0.31. */
const rootOfHalf = 1518500250;

/**
 * 1 / sqrt(value) of a whole number as an integer and a shift (`GetInvSqrtQuantizedMultiplierExp` of lite/kernels/internal/
 * common.h, gemmlowp's Q3.28): five Newton steps from 1.
 */
export const inverseRoot = (value: number): QuantizedMultiplier => {
  if (value <= 1) return { multiplier: 2 ** 31 - 1, shift: 0 };
  let input = value;
  let right = 11;
  for (; input >= 2 ** 29; right++) input = Math.floor(input / 4);
  const pairs = Math.floor((Math.clz32(input) - 1) / 2) - 1;
  right -= pairs;
  input *= 4 ** pairs;
  const number = Math.floor(input / 2);
  const halfNumber = roundingDivideByPowerOfTwo(number, 1);
  let x = half;
  for (let step = 0; step < 5; step++) {
    const cube = saturatingShiftLeft(multiply(multiply(x, x), x), 6);
    x = saturatingShiftLeft(multiply(oneAndAHalf, x) - multiply(halfNumber, cube), 3);
  }
  const root = multiply(x, rootOfHalf);
  return right < 0
    ? { multiplier: root * 2 ** -right, shift: 0 }
    : { multiplier: root, shift: right === 0 ? 0 : -right };
};

/** Digits that a square root in double needs to be rounded correctly. */
const Exact = Decimal.clone({ precision: 60 });

/** 1 / (sqrt(s_in) s_out), each step in double (lite/micro/kernels/elementwise.cc, `SetRsqrtOutputMultiplier`). */
const outputFactor = (input: number, output: number): number =>
  1 / (new Exact(input).sqrt().toNumber() * output);

/** `RsqrtEvalQuantized`; below zero, where TFLite stops, the code of zero. */
export const rsqrtCode = (input: StreamType, output: OutputQuantization) => {
  const range = rangeOf(output.format);
  const { multiplier, shift } = quantizeMultiplier(outputFactor(input.scale, output.scale));
  const toOutput = { multiplier, shift: shift - rootShift };
  return (code: number): number => {
    const value = code - input.zeroPoint;
    if (value <= 0) return range.maximum;
    const root = inverseRoot(value);
    const kept = { multiplier: root.multiplier, shift: root.shift + rootShift };
    const data = multiplyByQuantizedMultiplier(1, kept, 'double');
    const scaled = multiplyByQuantizedMultiplier(data, toOutput, 'double');
    return clampTo(scaled + output.zeroPoint, range);
  };
};

/** Factors whose left shift an int32 does not hold, or that leave nothing. */
const factorProblems = (
  input: StreamType,
  output: OutputQuantization,
  place: string,
): readonly Problem[] => {
  const { multiplier, shift } = quantizeMultiplier(outputFactor(input.scale, output.scale));
  return multiplier !== 0 && shift <= 30
    ? []
    : [
        {
          code: 'E_PARAMETER',
          place: `${place}.output.scale`,
          reason: `makes a factor 1 / (sqrt(input scale) * output scale) of ${outputFactor(input.scale, output.scale)}, needs one between 2^-32 and 2^30`,
          hint: 'check the scales of the input and of the output',
        },
      ];
};

/** TFLite's int8 RSQRT as a table; throws SinterError. */
export const resolveRsqrt = (
  input: StreamType,
  place: string,
  output: OutputQuantization | undefined,
  real: (value: number) => number,
): LookupSpec => {
  if (!output) {
    throw new SinterError({ code: 'E_PARAMETER', place: `${place}.output`, reason: 'is missing' });
  }
  return resolveLookup(input, place, {
    unit: 'rsqrt by method tflite',
    widest: 'at most 8 bits',
    output,
    problems: factorProblems(input, output, place),
    codeOf: rsqrtCode(input, output),
    real,
  });
};

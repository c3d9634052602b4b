import { rangeOf } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { clampTo } from '../../numeric/activation.js';
import { quantizeMultiplier } from '../../numeric/multiplier.js';
import { roundingDivideByPowerOfTwo } from '../../numeric/rounding.js';
import type { OutputQuantization } from '../parameters.js';

/** Everything here is int16, Q0.15 where it has a fraction (`reference/hard_swish.h`). */
const int16 = rangeOf({ kind: 'int', bits: 16 });

/** Left shift that uses int16 up for codes of 8 bits. */
const headroom = 7;

const { fround } = Math;

/** A factor as multiplier * 2^(exponent - 15) (`DownScaleInt32ToInt16Multiplier`). */
interface Factor {
  readonly multiplier: number;
  readonly exponent: number;
}

const factorOf = (real: number): Factor => {
  const { multiplier, shift } = quantizeMultiplier(real);
  const rounded = Math.min(Math.floor((multiplier + 2 ** 15) / 2 ** 16), int16.maximum);
  return { multiplier: rounded, exponent: shift };
};

export interface HardSwishFactors {
  /** From the input shifted left to the output. */
  readonly output: Factor;
  /** From there to the scale on which 3 is 2^15. */
  readonly reluish: Factor;
}

/** All in float32 (lite/micro/kernels/hard_swish_common.cc, `HardSwishPrepare`). */
export const hardSwishFactors = (
  inputScale: number,
  { scale }: OutputQuantization,
): HardSwishFactors => {
  const hires = fround(fround(inputScale) / 2 ** headroom);
  return {
    output: factorOf(fround(hires / fround(scale))),
    reluish: factorOf(fround(hires / fround(3 / 32768))),
  };
};

/** `SaturatingRoundingDoublingHighMul` of int16; neither factor is ever -2^15. */
const multiplyRounded = (a: number, b: number): number => Math.floor((a * b + 2 ** 14) / 2 ** 15);

/** `SaturatingDoublingHighMul`: the same, rounding to zero. */
const multiplyTruncated = (a: number, b: number): number => Math.trunc((a * b) / 2 ** 15);

const saturatingShiftLeft = (x: number, amount: number): number => clampTo(x * 2 ** amount, int16);

/** (x / 3 limited to -1 .. 1, + 1) / 2: what x is multiplied with. */
const reluishOf = (hires: number, { multiplier, exponent }: Factor): number => {
  const raised = exponent > 0 ? saturatingShiftLeft(hires, exponent - 1) : hires;
  const scaled = multiplyRounded(raised, multiplier);
  const value =
    exponent > 0 ? saturatingShiftLeft(scaled, 1) : roundingDivideByPowerOfTwo(scaled, -exponent);
  return (value + 2 ** 15) >> 1;
};

/** TFLite `reference_ops::HardSwish` of codes of 8 bits. */
export const hardSwishCode =
  (factors: HardSwishFactors, input: StreamType, output: OutputQuantization) =>
  (code: number): number => {
    const hires = (code - input.zeroPoint) * 2 ** headroom;
    const preshift = multiplyTruncated(
      reluishOf(hires, factors.reluish),
      multiplyRounded(hires, factors.output.multiplier),
    );
    const shifted = roundingDivideByPowerOfTwo(preshift, -factors.output.exponent);
    const moved = ((shifted + output.zeroPoint) << 16) >> 16;
    return clampTo(moved, rangeOf(output.format));
  };

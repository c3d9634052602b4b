import { clampTo } from '../../numeric/activation.js';
import { multiplierOf, type Rescale, rescaleCode } from '../requantize/rescale.js';

/** Rescales the int32 accumulators of a vector, one per output, into `to` from `at` on. */
export type RescaleVector = (sums: Int32Array, to: Int32Array, at: number) => void;

/**
 * floor((x * multiplier + 2^30) / 2^31) for int32 x and 0 <= multiplier < 2^31, in int32 alone: the
 * 64-bit product in halves of 16 bits, of whose lower word only the two highest bits matter.
 */
const doublingHighMultiply = (x: number, multiplier: number): number => {
  const xHigh = x >> 16;
  const xLow = x & 0xffff;
  const mHigh = multiplier >> 16;
  const mLow = multiplier & 0xffff;
  const lowHigh = Math.imul(xLow, mHigh);
  const highLow = Math.imul(xHigh, mLow);
  const middle = (Math.imul(xLow, mLow) >>> 16) + (lowHigh & 0xffff) + (highLow & 0xffff);
  const high = Math.imul(xHigh, mHigh) + (lowHigh >> 16) + (highLow >> 16) + (middle >> 16);
  return ((high << 1) + ((((middle >> 14) & 3) + 1) >> 1)) | 0;
};

/** gemmlowp `RoundingDivideByPOT` of an int32. */
const roundingShiftRight = (x: number, shift: number): number => {
  const mask = shift === 31 ? 0x7fffffff : (1 << shift) - 1;
  const half = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> shift) + ((x & mask) > half ? 1 : 0);
};

/** `rescaleCode` of int32 in double rounding, with the constants of each output side by side. */
const doubleRounding = (rescale: Rescale, outputs: number): RescaleVector => {
  const factors = Array.from({ length: outputs }, (_, output) => multiplierOf(rescale, output));
  const multipliers = Int32Array.from(factors, ({ multiplier }) => multiplier);
  const lefts = Int32Array.from(factors, ({ shift }) => Math.max(shift, 0));
  const rights = Int32Array.from(factors, ({ shift }) => Math.max(-shift, 0));
  const { zeroPoint, clamp } = rescale;
  return (sums, to, at) => {
    for (let o = 0; o < outputs; o++) {
      const shifted = (sums[o] as number) << (lefts[o] as number);
      const product = doublingHighMultiply(shifted, multipliers[o] as number);
      const code = roundingShiftRight(product, rights[o] as number) + zeroPoint;
      to[at + o] = clampTo(code, clamp);
    }
  };
};

const prepared = new WeakMap<Rescale, RescaleVector>();

/** `rescaleCode` for the outputs of a vector; prepared once for a `Rescale`. */
export const vectorRescaler = (rescale: Rescale, outputs: number): RescaleVector => {
  const known = prepared.get(rescale);
  if (known) return known;
  const made: RescaleVector =
    rescale.rounding === 'double' && !rescale.staircase
      ? doubleRounding(rescale, outputs)
      : (sums, to, at) => {
          for (let o = 0; o < outputs; o++) to[at + o] = rescaleCode(rescale, sums[o] as number, o);
        };
  prepared.set(rescale, made);
  return made;
};

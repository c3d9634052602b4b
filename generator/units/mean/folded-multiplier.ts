import type { QuantizedMultiplier } from '../../numeric/multiplier.js';

/**
 * The factor of a sum of `count` codes that makes it their mean: the multiplier is divided by the
 * count, as much of 2^k with it as the shift has room for, and truncated. TFLite
 * `reference_ops::QuantizedMeanOrSum` (lite/kernels/internal/reference/reduce.h):
 * k = min(floor(log2(count)), 32, 31 + shift).
 */
export const foldCount = (
  { multiplier, shift }: QuantizedMultiplier,
  count: number,
): QuantizedMultiplier => {
  const k = Math.min(Math.floor(Math.log2(count)), 32, 31 + shift);
  return {
    multiplier: Number((BigInt(multiplier) << BigInt(k)) / BigInt(count)),
    shift: shift - k,
  };
};

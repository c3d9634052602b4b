/**
 * A real factor as an integer multiplier and a power of two: factor = multiplier * 2^(shift - 31),
 * multiplier in [2^30, 2^31) or 0. A positive shift goes left.
 */
export interface QuantizedMultiplier {
  readonly multiplier: number;
  readonly shift: number;
}

/** Exact `frexp` of a finite double: value = fraction * 2^exponent, |fraction| in [0.5, 1), or 0. */
const splitDouble = (value: number): { fraction: number; exponent: number } => {
  if (value === 0) return { fraction: 0, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const biased = (view.getUint32(0) >>> 20) & 0x7ff;
  if (biased === 0) {
    const scaled = splitDouble(value * 2 ** 64);
    return { fraction: scaled.fraction, exponent: scaled.exponent - 64 };
  }
  const exponent = biased - 1022;
  view.setUint32(0, (view.getUint32(0) & 0x800fffff) | (1022 << 20));
  return { fraction: view.getFloat64(0), exponent };
};

/**
 * TFLite's `QuantizeMultiplier` (lite/kernels/internal/quantization_util.cc): round half away from
 * zero to 31 bits; factors below 2^-32 become 0.
 */
export const quantizeMultiplier = (factor: number): QuantizedMultiplier => {
  const { fraction, exponent } = splitDouble(factor);
  // The fraction has 53 bits, so that fraction * 2^31 is exact and + 0.5 decides ties upward = away.
  let multiplier = Math.floor(fraction * 2 ** 31 + 0.5);
  let shift = exponent;
  if (multiplier === 2 ** 31) {
    multiplier /= 2;
    shift += 1;
  }
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier, shift };
};

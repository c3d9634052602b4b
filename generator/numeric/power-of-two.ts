/** 2^0.001 and its inverse: as near as TFLite's `CheckedLog2` wants a scale to a power of two. */
const above = 1.0006933874625805;
const below = 0.9993070929904525;

/**
 * The exponent of a positive number that is a power of two, or within a thousandth of one in its logarithm;
 * undefined for others (lite/kernels/internal/quantization_util.cc, `CheckedLog2`).
 */
export const powerOfTwoExponent = (value: number): number | undefined => {
  let exponent = 0;
  let rest = value;
  for (; rest >= 1.5; rest /= 2) exponent++;
  for (; rest < 0.75; rest *= 2) exponent--;
  return rest > below && rest < above ? exponent : undefined;
};

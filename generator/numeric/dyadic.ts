/** Exact numbers of the form whole * 2^exponent, and the parts of IEEE numbers. No rounding but where it says so. */

/** A finite number: sign and a whole magnitude below 2^53, times 2^exponent. */
export interface Dyadic {
  readonly negative: boolean;
  readonly magnitude: number;
  readonly exponent: number;
}

/** Bits of a whole number from 0 on, below 2^53; 0 of 0. */
export const bitLength = (whole: number): number =>
  whole < 2 ** 32 ? 32 - Math.clz32(whole) : 64 - Math.clz32(Math.floor(whole / 2 ** 32));

/** floor(log2) of a magnitude above 0. */
export const floorLog2 = ({ magnitude, exponent }: Dyadic): number =>
  bitLength(magnitude) - 1 + exponent;

/** magnitude * 2^exponent to the nearest whole number, ties to even; below 2^53. */
export const roundHalfEven = (magnitude: number, exponent: number): number => {
  if (exponent >= 0) return magnitude * 2 ** exponent;
  // Less than a quarter, whatever the magnitude.
  if (exponent < -60) return 0;
  const quotient = magnitude / 2 ** -exponent;
  const whole = Math.floor(quotient);
  const rest = quotient - whole;
  return rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
};

/** An integer as it is. */
export const dyadicOfInteger = (value: number): Dyadic => ({
  negative: value < 0,
  magnitude: Math.abs(value),
  exponent: 0,
});

/** A finite double, exactly. */
export const dyadicOfDouble = (value: number): Dyadic => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const field = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) * 2 ** 32 + view.getUint32(4);
  return {
    negative: high >>> 31 === 1,
    magnitude: field === 0 ? fraction : fraction + 2 ** 52,
    exponent: Math.max(field, 1) - 1075,
  };
};

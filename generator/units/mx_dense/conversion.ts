import type { NumberFormat } from '../../ir/format.js';
import { type Activation, activationClamp, type Clamp, clampTo } from '../../numeric/activation.js';
import { type Dyadic, roundHalfEven } from '../../numeric/dyadic.js';
import { dyadicOfFloat32, float32OfReal, isNanCode } from '../../numeric/float32.js';

/** How a single-precision result becomes an integer: times a single-precision factor, rounded once. */
export interface Conversion {
  readonly factor: Dyadic;
  readonly zeroPoint: number;
  readonly clamp: Clamp;
}

/** The least factor whose mantissa is whole, and what is less than infinity. */
export const isFactor = (factor: number): boolean => {
  const number = dyadicOfFloat32(float32OfReal(factor));
  return number !== undefined && number.magnitude >= 2 ** 23;
};

export const conversionOf = (
  factor: number,
  activation: Activation,
  output: { readonly format: NumberFormat; readonly scale: number; readonly zeroPoint: number },
): Conversion => ({
  factor: dyadicOfFloat32(float32OfReal(factor)) as Dyadic,
  zeroPoint: output.zeroPoint,
  clamp: activationClamp(activation, output),
});

/**
 * The product of two single-precision numbers, exact, to the nearest integer, ties to even, and the zero point, clamped.
 * An infinity is clamped; a NaN is the zero point, as zero is what the real number is then taken for.
 */
export const convert = (code: number, { factor, zeroPoint, clamp }: Conversion): number => {
  const number = dyadicOfFloat32(code);
  if (isNanCode(code)) return clampTo(zeroPoint, clamp);
  if (!number) return code >= 2 ** 31 ? clamp.minimum : clamp.maximum;
  if (number.magnitude === 0) return clampTo(zeroPoint, clamp);
  const product = number.magnitude * factor.magnitude;
  const whole = roundHalfEven(product, Math.min(number.exponent + factor.exponent, 64));
  return clampTo(zeroPoint + (number.negative ? -whole : whole), clamp);
};

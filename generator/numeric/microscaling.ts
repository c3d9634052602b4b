import {
  type ElementShape,
  type MxFormat,
  nanScale,
  scaleBias,
  shapeOfElement,
} from '../ir/formats/microscaling.js';
import { bitLength, type Dyadic, floorLog2, roundHalfEven } from './dyadic.js';

/**
 * Conversion to an MX format: OCP MX 1.0, 6.3. Scale of a block: floor(log2(largest magnitude)) - emax, no less
 * than 2^-127 and no more than 2^127; of a block of zeros 2^-127.
 */
export const scaleOfBlock = (block: readonly (Dyadic | undefined)[], format: MxFormat): number => {
  let largest: number | undefined;
  for (const element of block) {
    // An infinity or a NaN makes the whole block NaN.
    if (element === undefined) return nanScale;
    if (element.magnitude === 0) continue;
    largest = Math.max(largest ?? Number.NEGATIVE_INFINITY, floorLog2(element));
  }
  if (largest === undefined) return 0;
  const code = scaleBias + largest - shapeOfElement(format).emax;
  return Math.min(Math.max(code, 0), nanScale - 1);
};

const withSign = (
  code: number,
  negative: boolean,
  { bits, twosComplement }: ElementShape,
): number => {
  if (!negative) return code;
  if (!twosComplement) return code + 2 ** (bits - 1);
  return code === 0 ? 0 : 2 ** bits - code;
};

/**
 * The element nearest to value / 2^(scale - 127), ties to even, the largest one beyond it, with subnormal
 * numbers and a sign on zero where the format has them. Of a NaN scale it is 0: all of the block is NaN anyway.
 */
export const elementOf = (value: Dyadic, scale: number, format: MxFormat): number => {
  const shape = shapeOfElement(format);
  const { mantissaBits, emin, largest } = shape;
  if (scale === nanScale) return 0;
  const exponent = value.exponent - (scale - scaleBias);
  if (value.magnitude === 0) return withSign(0, value.negative, shape);
  const own = Math.max(bitLength(value.magnitude) - 1 + exponent, emin);
  if (own - emin > 64) return withSign(largest, value.negative, shape);
  const steps = roundHalfEven(value.magnitude, exponent - (own - mantissaBits));
  // A carry out of the mantissa goes into the exponent of itself.
  const code = (own - emin) * 2 ** mantissaBits + steps;
  return withSign(Math.min(code, largest), value.negative, shape);
};

/** An infinity or a NaN beside a scale that is none: NaN where the format has one, else the largest. */
export const specialElement = (
  { nan, negative }: { readonly nan: boolean; readonly negative: boolean },
  scale: number,
  format: MxFormat,
): number => {
  const shape = shapeOfElement(format);
  if (scale === nanScale) return 0;
  const code = nan && shape.nan !== undefined ? shape.nan : shape.largest;
  return withSign(code, negative, shape);
};

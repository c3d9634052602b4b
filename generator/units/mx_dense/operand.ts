import { type MxFormat, unsignedBitsFor } from '../../ir/format.js';
import { largestUnits, shapeOfElement } from '../../ir/formats/microscaling.js';
import { bitsOfMagnitude } from './plan.js';

/** An element as a factor: a signed mantissa and a shift above it. */
export interface ElementFactor {
  readonly valueBits: number;
  /** 0 where the mantissa is the whole value. */
  readonly shiftBits: number;
  /** How a code becomes one; undefined where it is one. */
  readonly decode: { readonly mantissaBits: number } | undefined;
}

/** Values of at most so many bits are multiplied as they are, without a shifter. */
const wholeBits = 10;

/** Formats whose values are too wide to be multiplied whole: eight bits with an exponent. */
const isWide = (format: MxFormat): boolean => bitsOf(format) > wholeBits;

const bitsOf = (format: MxFormat): number => bitsOfMagnitude(BigInt(largestUnits(format)));

const factorOf = (format: MxFormat, asMantissa: boolean): ElementFactor => {
  const { bits, mantissaBits, emin, emax, twosComplement } = shapeOfElement(format);
  if (twosComplement) return { valueBits: bits, shiftBits: 0, decode: undefined };
  const decode = { mantissaBits };
  if (!asMantissa) return { valueBits: bitsOf(format), shiftBits: 0, decode };
  return { valueBits: mantissaBits + 2, shiftBits: unsignedBitsFor(emax - emin), decode };
};

/**
 * Factors of a product. Where one of the formats is wide, products are shifted anyway, and then every exponent
 * that has more than a bit or two goes there.
 */
export const elementFactors = ([a, b]: readonly [MxFormat, MxFormat]): readonly [
  ElementFactor,
  ElementFactor,
] => {
  const shifts = isWide(a) || isWide(b);
  const asMantissa = (format: MxFormat): boolean =>
    shifts && format.element !== 'e2m1' && format.element !== 'e2m3';
  return [factorOf(a, asMantissa(a)), factorOf(b, asMantissa(b))];
};

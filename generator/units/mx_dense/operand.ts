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
const wholeBits = 8;

const bitsOf = (format: MxFormat): number => bitsOfMagnitude(BigInt(largestUnits(format)));

const factorOf = (format: MxFormat): ElementFactor => {
  const { bits, mantissaBits, emin, emax, twosComplement } = shapeOfElement(format);
  if (twosComplement) return { valueBits: bits, shiftBits: 0, decode: undefined };
  const decode = { mantissaBits };
  if (bitsOf(format) <= wholeBits) return { valueBits: bitsOf(format), shiftBits: 0, decode };
  return { valueBits: mantissaBits + 2, shiftBits: unsignedBitsFor(emax - emin), decode };
};

/** Factors of a product. */
export const elementFactors = ([a, b]: readonly [MxFormat, MxFormat]): readonly [
  ElementFactor,
  ElementFactor,
] => [factorOf(a), factorOf(b)];

/** Codes whose magnitudes, side by side, are the inputs of a look-up table: the product is read from one. */
export const isTabulated = (formats: readonly [MxFormat, MxFormat]): boolean =>
  formats.every(({ element }) => element === 'e2m1');

import { Decimal } from 'decimal.js';

/** Decimals of 36 digits: every table entry is far from a tie at that precision. */
const Exact = Decimal.clone({ precision: 36 });

const ln2 = new Exact(2).ln();

/** log2(e^(beta * scale)): what one code adds to the exponent of two. */
export const octavesPerCode = (factor: number): Decimal => new Exact(factor).div(ln2);

/** round(2^fractionBits * 2^exponent), halves up. */
export const roundedPower = (exponent: Decimal | number, fractionBits: number): number =>
  new Exact(exponent).plus(fractionBits).times(ln2).exp().plus(0.5).floor().toNumber();

/** round(value * 2^fractionBits), halves up. */
export const roundedFixed = (value: Decimal, fractionBits: number): number =>
  value.times(new Exact(2).pow(fractionBits)).plus(0.5).floor().toNumber();

/** round(2^fractionBits * log2(value)), halves up. */
export const roundedLogarithm = (value: Decimal | number, fractionBits: number): number =>
  roundedFixed(new Exact(value).ln().div(ln2), fractionBits);

/** numerator / denominator as a decimal. */
export const ratio = (numerator: number, denominator: number): Decimal =>
  new Exact(numerator).div(denominator);

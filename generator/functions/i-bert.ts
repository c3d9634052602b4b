/**
 * I-BERT's integer functions with the constants of its released code (Kim and others, 2021;
 * `ibert/quant_modules.py`: IntGELU, IntSoftmax.int_exp). Scales are doubles, divided and rounded down; all
 * else is whole numbers.
 */

/** The fraction bits that the released code cuts from the error function. */
export const releasedShift = 14;

// biome-ignore lint/suspicious/noApproximativeNumericConstant: the definition has these digits
const root = 1.4142;
const erf = { a: -0.2888, b: -1.769, c: 1 };

/** i-GELU at one input scale: out = q * (floor(sign(q) * ((t + b)^2 + c) / 2^shift) + one). */
export interface IntegerGelu {
  readonly b: number;
  readonly c: number;
  readonly one: number;
  readonly shift: number;
  /** Real value of one step of the result; negative, as `one` is. */
  readonly outputScale: number;
}

export const integerGelu = (scale: number, shift: number): IntegerGelu => {
  const step = scale / root;
  const outputStep = erf.a * step * step * 2 ** shift;
  return {
    b: Math.floor(erf.b / step),
    c: Math.floor(erf.c / erf.a / (step * step)),
    one: Math.floor(1 / outputStep),
    shift,
    outputScale: (scale * outputStep) / 2,
  };
};

/** The factor of q in the result. */
export const geluFactor = ({ b, c, one, shift }: IntegerGelu, q: number): number => {
  const t = Math.min(Math.abs(q), -b) + b;
  return Math.floor((Math.sign(q) * (t * t + c)) / 2 ** shift) + one;
};

export const geluOf = (gelu: IntegerGelu, q: number): number => q * geluFactor(gelu, q);

/** Steps that the error function's range keeps at least where the shift is not said. */
const fewestSteps = 2 ** 10;

/** The released shift, or less where the scale is so coarse that it would leave nothing. */
export const shiftFor = (scale: number): number => {
  let shift = releasedShift;
  while (shift > 0 && -integerGelu(scale, shift).one < fewestSteps) shift--;
  return shift;
};

// biome-ignore lint/suspicious/noApproximativeNumericConstant: the definition has these digits
const exponential = { a: 0.35815147, b: 0.96963238, c: 1, x0: -0.6931, n: 30 };

/** i-exp at one input scale, for q <= 0. */
export interface IntegerExp {
  readonly x0: number;
  readonly b: number;
  readonly c: number;
  readonly outputScale: number;
}

export const integerExp = (scale: number): IntegerExp => {
  const { a, b, c, x0, n } = exponential;
  return {
    x0: Math.floor(x0 / scale),
    b: Math.floor(b / a / scale),
    c: Math.floor(c / a / (scale * scale)),
    outputScale: (a * scale * scale) / 2 ** n,
  };
};

/** Halvings, and the polynomial of what is left: the result is max(0, e * 2^(30 - z)). */
export const expParts = (
  { x0, b, c }: IntegerExp,
  q: number,
): { readonly z: number; readonly e: number } => {
  const limited = Math.max(q, exponential.n * x0);
  const z = Math.floor(limited / x0);
  const r = limited - x0 * z;
  return { z, e: (r + b) * r + c };
};

export const mostHalvings = exponential.n;

export const expOf = (exp: IntegerExp, q: number): bigint => {
  const { z, e } = expParts(exp, q);
  return e < 0 ? 0n : BigInt(e) << BigInt(exponential.n - z);
};

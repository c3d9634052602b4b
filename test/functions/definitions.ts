import { Decimal } from 'decimal.js';

/**
 * The functions in decimals by other formulas than the generator's, for tests: hyperbolic tangents where
 * it has exponentials, powers where it has roots, a series of positive terms for the error function.
 */
const D = Decimal.clone({ precision: 40 });

type Real = (x: Decimal) => Decimal;

const half = new D(0.5);
const one = new D(1);
const sigmoid: Real = (x) => new D(x).mul(half).tanh().add(one).mul(half);

/** 2 / sqrt(pi) exp(-z^2) * sum of 2^n z^(2n+1) / (1 * 3 * .. (2n+1)); Abramowitz and Stegun 7.1.6. */
const erf = (value: Decimal): Decimal => {
  if (value.abs().gt(8)) return new D(Decimal.sign(value));
  let term = new D(value);
  let sum = term;
  for (let n = 1; term.abs().gt('1e-36'); n++) {
    term = term
      .mul(value)
      .mul(value)
      .mul(2)
      .div(2 * n + 1);
    sum = sum.add(term);
  }
  return sum.mul(2).div(D.acos(-1).sqrt()).mul(new D(value).pow(2).neg().exp());
};

const phi: Real = (x) => new D(x).mul(x).mul(x).mul('0.044715').add(x);

export const definitions = {
  elu: (x) => (x.gte(0) ? x : new D(x).exp().sub(1)),
  exp: (x) => new D(x).exp(),
  gelu: (x) =>
    erf(new D(x).div(new D(2).sqrt()))
      .add(1)
      .mul(x)
      .mul(half),
  gelu_tanh: (x) => new D(2).div(D.acos(-1)).sqrt().mul(phi(x)).tanh().add(1).mul(x).mul(half),
  hard_sigmoid: (x) => D.min(1, D.max(0, new D(x).div(6).add(half))),
  hard_swish: (x) => D.min(1, D.max(0, new D(x).div(6).add(half))).mul(x),
  leaky_relu: (x) => D.max(x, new D(x).mul('0.01')),
  log2: (x) => (x.gt(0) ? D.log2(x) : new D(Number.NEGATIVE_INFINITY)),
  reciprocal: (x) => (x.isZero() ? new D(Number.POSITIVE_INFINITY) : new D(x).pow(-1)),
  rsqrt: (x) => (x.gt(0) ? new D(x).pow(-0.5) : new D(Number.POSITIVE_INFINITY)),
  sigmoid,
  silu: (x) => sigmoid(x).mul(x),
  softplus: (x) => new D(x).exp().add(1).ln(),
  sqrt: (x) => (x.gt(0) ? new D(x).pow(half) : new D(0)),
  tanh: (x) => new D(x).tanh(),
} satisfies Readonly<Record<string, Real>>;

interface Quantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Exact output codes, fractions as a rule, within [minimum, maximum]. */
export const exactCodes = (
  f: Real,
  codes: Int32Array,
  input: Quantization,
  output: Quantization,
  [minimum, maximum]: readonly [number, number],
): Float64Array =>
  Float64Array.from(codes, (code) => {
    const x = new D(input.scale).mul(code - input.zeroPoint);
    const y = new D(f(x)).div(output.scale).add(output.zeroPoint).toNumber();
    return Math.min(Math.max(y, minimum), maximum);
  });

import { Decimal, type FunctionDefinition, type RealFunction } from './decimal.js';

const zero = new Decimal(0);
const half = new Decimal('0.5');
const one = new Decimal(1);
const three = new Decimal(3);
const six = new Decimal(6);
const infinity = new Decimal(Number.POSITIVE_INFINITY);

const sigmoidOf: RealFunction = (x) => one.div(x.neg().exp().add(one));

/** Digits that the alternating series below may lose, for arguments up to 6. */
const Series = Decimal.clone({ precision: 48 });

const twoOverRootPi = new Series(2).div(Series.acos(-1).sqrt());
const rootHalf = new Decimal('0.5').sqrt();

/** Beyond it, erfc is below 10^-26. */
const erfEnd = new Decimal('7.6');

/** 2 / sqrt(pi) * sum of (-1)^n z^(2n+1) / (n! (2n+1)); Abramowitz and Stegun 7.1.5. */
export const erf: RealFunction = (value) => {
  if (value.abs().gt(erfEnd)) return value.gt(0) ? one : one.neg();
  const z = new Series(value);
  const square = z.mul(z).neg();
  let power = z;
  let sum = z;
  for (let n = 1; ; n++) {
    power = power.mul(square).div(n);
    const term = power.div(2 * n + 1);
    sum = sum.add(term);
    if (term.abs().lt('1e-27') && n > 3) break;
  }
  return new Decimal(sum.mul(twoOverRootPi));
};

const clamp = (x: Decimal, low: Decimal, high: Decimal): Decimal =>
  x.lt(low) ? low : x.gt(high) ? high : x;

export const exp: FunctionDefinition = { name: 'exp', of: (x) => x.exp() };

export const sigmoid: FunctionDefinition = {
  name: 'sigmoid',
  of: sigmoidOf,
  symmetry: 'complement',
};

export const tanh: FunctionDefinition = {
  name: 'tanh',
  of: (x) => one.sub(new Decimal(2).div(x.mul(2).exp().add(one))),
  symmetry: 'odd',
};

/** x * (1 + erf(x / sqrt(2))) / 2 */
export const gelu: FunctionDefinition = {
  name: 'gelu',
  of: (x) => x.mul(erf(x.mul(rootHalf)).add(one)).mul(half),
  symmetry: 'identity',
};

const rootTwoOverPi = new Decimal(2).div(Decimal.acos(-1)).sqrt();
const cubic = new Decimal('0.044715');

/** Hendrycks and Gimpel's x * (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2. */
export const geluTanh: FunctionDefinition = {
  name: 'gelu, tanh form',
  of: (x) => x.mul(sigmoidOf(x.mul(x).mul(x).mul(cubic).add(x).mul(rootTwoOverPi).mul(2))),
  symmetry: 'identity',
};

/** x / (1 + exp(-x)) */
export const silu: FunctionDefinition = {
  name: 'silu',
  of: (x) => x.mul(sigmoidOf(x)),
  symmetry: 'identity',
};

/** ln(1 + exp(x)) */
export const softplus: FunctionDefinition = {
  name: 'softplus',
  of: (x) => x.abs().neg().exp().add(one).ln().add(Decimal.max(x, zero)),
  symmetry: 'identity',
};

/** x above zero, alpha * (exp(x) - 1) below. */
export const elu = (alpha: number): FunctionDefinition => ({
  name: 'elu',
  of: (x) => (x.gte(0) ? x : x.exp().sub(one).mul(alpha)),
});

/** x * min(max(x + 3, 0), 6) / 6 */
export const hardSwish: FunctionDefinition = {
  name: 'hard_swish',
  of: (x) => x.mul(clamp(x.add(three), zero, six)).div(six),
  symmetry: 'identity',
};

/** min(max(x + 3, 0), 6) / 6 */
export const hardSigmoid: FunctionDefinition = {
  name: 'hard_sigmoid',
  of: (x) => clamp(x.add(three), zero, six).div(six),
  symmetry: 'complement',
};

/** x above zero, alpha * x below. */
export const leakyRelu = (alpha: number): FunctionDefinition => ({
  name: 'leaky_relu',
  of: (x) => (x.gte(0) ? x : x.mul(alpha)),
});

/** 1 / x; of zero the output's largest code. */
export const reciprocal: FunctionDefinition = {
  name: 'reciprocal',
  of: (x) => (x.isZero() ? infinity : one.div(x)),
};

/** Square root; of a negative number zero. */
export const sqrt: FunctionDefinition = {
  name: 'sqrt',
  of: (x) => (x.gt(0) ? x.sqrt() : zero),
  symmetry: 'positive',
};

/** 1 / sqrt(x); at and below zero the output's largest code. */
export const rsqrt: FunctionDefinition = {
  name: 'rsqrt',
  of: (x) => (x.gt(0) ? one.div(x.sqrt()) : infinity),
  symmetry: 'positive',
};

const lnTwo = new Decimal(2).ln();

/** Logarithm to the base 2; at and below zero the output's least code. */
export const log2: FunctionDefinition = {
  name: 'log2',
  of: (x) => (x.gt(0) ? x.ln().div(lnTwo) : infinity.neg()),
  symmetry: 'positive',
};

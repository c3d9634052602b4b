import { Decimal } from 'decimal.js';
import type { IBertPlan } from './plan.js';

/** I-BERT `IntSoftmax` (quantization_utils/quant_modules.py), constants of the released code. */
const x0 = '-0.6931';
const a = '0.35815147';
const b = '0.96963238';
const c = '1';
const n = 30;

const Exact = Decimal.clone({ precision: 60 });

/** Bits of the requantized exponential without sign, and of the reciprocal's numerator. */
const largest = 2 ** 15 - 1;
export const numeratorBits = 32;

/** i-exp of -difference * factor, before the requantization: an integer. */
export const integerExponential = (difference: number, factor: number): bigint => {
  const scale = new Exact(factor);
  const floor = (value: Decimal): bigint => BigInt(value.floor().toFixed());
  const x0Code = floor(new Exact(x0).div(scale));
  const bCode = floor(new Exact(b).div(a).div(scale));
  const cCode = floor(new Exact(c).div(a).div(scale).div(scale));
  const lowest = BigInt(n) * x0Code;
  const q = -BigInt(difference) > lowest ? -BigInt(difference) : lowest;
  const z = q / x0Code;
  const r = q - x0Code * z;
  const e = ((r + bCode) * r + cCode) << (BigInt(n) - z);
  return e > 0n ? e : 0n;
};

/** Half to even, as `torch.round`. */
const roundedQuotient = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
};

/**
 * Exponentials requantized to 16 bits as `QuantAct(16)` does (`fixedpoint_mul`): the factor 32767 / e(0) is a
 * multiplier of 31 bits and a shift.
 */
export const iBertPlan = (factor: number, codes: number): IBertPlan => {
  const one = integerExponential(0, factor);
  let shift = 31n;
  const multiplierAt = (s: bigint): bigint => ((BigInt(largest) << (s + 1n)) / one + 1n) >> 1n;
  while (multiplierAt(shift) < 1n << 30n) shift++;
  const multiplier = multiplierAt(shift);
  return {
    kind: 'i-bert',
    exponentials: Int32Array.from({ length: codes }, (_, difference) =>
      Number(roundedQuotient(integerExponential(difference, factor) * multiplier, 1n << shift)),
    ),
  };
};

/** floor(e * floor(2^32 / sum) / 2^(32 - bits)). */
export const iBertRow = (
  { exponentials }: IBertPlan,
  differences: readonly number[],
  bits: number,
): readonly number[] => {
  const terms = differences.map((difference) => exponentials[difference] as number);
  const sum = terms.reduce((total, term) => total + term, 0);
  const reciprocal = Math.floor(2 ** numeratorBits / sum);
  return terms.map((term) => Math.floor((term * reciprocal) / 2 ** (numeratorBits - bits)));
};

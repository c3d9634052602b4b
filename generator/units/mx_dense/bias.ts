import { type Dyadic, floorLog2 } from '../../numeric/dyadic.js';
import { dyadicOfFloat32, float32OfReal } from '../../numeric/float32.js';
import type { DotPlan } from './plan.js';

/** Where a pass starts: a sum with the exponent of a block. */
export interface Start {
  readonly exponent: number;
  readonly sum: bigint;
}

export const noStart: Start = { exponent: 0, sum: 0n };

/** magnitude * 2^exponent to the nearest whole number, ties to even. */
const nearest = ({ negative, magnitude, exponent }: Dyadic): bigint => {
  const whole = BigInt(magnitude);
  let rounded = whole;
  if (exponent >= 0) rounded = whole << BigInt(exponent);
  else {
    const shift = BigInt(-exponent);
    rounded = whole >> shift;
    const rest = whole - (rounded << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded += 1n;
  }
  return negative ? -rounded : rounded;
};

/**
 * A bias as the sum of a block whose exponent lets it fill what a block's sum and its guard bits have, so that as much
 * of it as possible is kept; its last bit is rounded to nearest where that is less than all. `value` is a
 * single-precision number in units of the product of the two real scales.
 */
export const startOf = (value: number, plan: DotPlan): Start => {
  const number = dyadicOfFloat32(float32OfReal(value));
  if (!number) throw new Error('a bias was checked to be finite');
  if (number.magnitude === 0) return noStart;
  // Below 2^(bits - 2), so that rounding cannot reach the sign.
  const top = plan.sumBits + plan.guardBits - 3;
  const exponent = Math.max(0, floorLog2(number) - top - plan.unitExponent);
  const sum = nearest({ ...number, exponent: number.exponent - plan.unitExponent - exponent });
  return { exponent, sum };
};

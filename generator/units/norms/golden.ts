import { inverseRootOf } from './inverse-root.js';
import type { NormPlan } from './plan.js';

/** Places that the product of D and the root is moved left by, so that it is then only moved right. */
export const leftOf = ({ varianceFraction, normalBits, rootBits }: NormPlan): number =>
  Math.max(0, varianceFraction / 2 + normalBits - rootBits);

/** Places that it is moved right by, beside h. */
export const rightOf = (plan: NormPlan): number =>
  plan.rootBits + leftOf(plan) - plan.varianceFraction / 2 - plan.normalBits;

/** What a row's root is taken of. */
const varianceOf = (plan: NormPlan, codes: readonly bigint[], sum: bigint): bigint => {
  const squares = codes.reduce((total, code) => total + code * code, 0n);
  const variance = plan.centred ? BigInt(plan.row) * squares - sum * sum : squares;
  return (variance << BigInt(plan.varianceFraction)) + plan.epsilon;
};

/** One row of codes normalised, to codes; of a row without variance the offset. */
export const normRow = (plan: NormPlan, row: Int32Array): readonly number[] => {
  const codes = Array.from(row, (code) => BigInt(code - plan.zeroPoint));
  const sum = plan.centred ? codes.reduce((total, code) => total + code, 0n) : 0n;
  const count = plan.centred ? BigInt(plan.row) : 1n;
  const variance = varianceOf(plan, codes, sum);
  const { root, halfExponent } =
    variance === 0n
      ? { root: 0n, halfExponent: 0 }
      : inverseRootOf(variance, plan.rootBits, plan.steps);
  const left = BigInt(leftOf(plan));
  const right = BigInt(rightOf(plan) + halfExponent);
  const places = BigInt(plan.normalBits + plan.gainBits);
  return codes.map((code, i) => {
    const normal = (((count * code - sum) * root) << left) >> right;
    const sumOf = normal * (plan.gains[i] as bigint) + (plan.offsets[i] as bigint);
    return Math.max(plan.minimum, Math.min(plan.maximum, Number(sumOf >> places)));
  });
};

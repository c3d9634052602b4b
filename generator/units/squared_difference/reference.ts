import { realOperand } from '../elementwise/operands.js';
import type { SquaredDifferenceSpec } from './spec.js';

/** The square of the difference of the real values. */
export const squaredDifferenceReference = (
  { operands, elements }: SquaredDifferenceSpec,
  inputs: readonly Float64Array[],
): Float64Array => {
  const first = realOperand(operands[0], inputs);
  const second = realOperand(operands[1], inputs);
  return Float64Array.from({ length: elements }, (_, i) => {
    const difference = first(i) - second(i);
    return difference * difference;
  });
};

import { realOperand } from '../elementwise/operands.js';
import type { DivideSpec } from './spec.js';

/** a / b; of zero by zero, zero. */
export const divideReference = (
  { operands, elements }: DivideSpec,
  inputs: readonly Float64Array[],
): Float64Array => {
  const a = realOperand(operands[0], inputs);
  const b = realOperand(operands[1], inputs);
  return Float64Array.from({ length: elements }, (_, i) => (a(i) === 0 ? 0 : a(i) / b(i)));
};

import { realOperand } from '../elementwise/operands.js';
import { clampReal } from '../real.js';
import type { MultiplySpec } from './spec.js';

/** The product of the real values, clamped by the activation. */
export const multiplyReference = (
  spec: MultiplySpec,
  inputs: readonly Float64Array[],
): Float64Array => {
  const first = realOperand(spec.operands[0], inputs);
  const second = realOperand(spec.operands[1], inputs);
  return Float64Array.from({ length: spec.elements }, (_, i) =>
    clampReal(spec.parameters.activation, first(i) * second(i)),
  );
};

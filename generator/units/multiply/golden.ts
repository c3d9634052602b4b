import { type Codes, narrow } from '../../ir/codes.js';
import { indexOf, type Operand } from '../elementwise/operands.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { MultiplySpec } from './spec.js';

/** Codes less their zero point, element by element. */
const centredOf = (
  { input, codes, zeroPoint, broadcast }: Operand,
  inputs: readonly Codes[],
): ((i: number) => number) => {
  if (codes) return (i) => (codes[i % codes.length] as number) - zeroPoint;
  const stream = narrow(inputs[input ?? 0]);
  const at = indexOf(broadcast);
  return (i) => (stream[at(i)] as number) - zeroPoint;
};

/** (x1 - z1) * (x2 - z2) rescaled; + z_out; clamp. TFLite `reference_integer_ops::Mul`. */
export const multiplyGolden = (spec: MultiplySpec, inputs: readonly Codes[]): Codes => {
  const first = centredOf(spec.operands[0], inputs);
  const second = centredOf(spec.operands[1], inputs);
  return Int32Array.from({ length: spec.elements }, (_, i) =>
    rescaleCode(spec.rescale, first(i) * second(i), 0),
  );
};

import { type Codes, narrow } from '../../ir/codes.js';
import { clampReal } from '../real.js';
import { rescaleCode } from '../requantize/rescale.js';
import { realOperand } from './operands.js';
import type { SumSpec, Term } from './sum.js';

/** The term's values, element by element. */
const valuesOf = (
  { input, values, format }: Term,
  codes: readonly Codes[],
): ((i: number) => number) => {
  if (input === undefined) return (i) => values[i % values.length] as number;
  const stream = narrow(codes[input]);
  const mask = 2 ** format.bits - 1;
  return (i) => values[(stream[i] as number) & mask] as number;
};

/** Both terms, each rounded by itself, added up; their sum rescaled; + z_out; clamp. */
export const sumGolden = (spec: SumSpec, inputs: readonly Codes[]): Codes => {
  const first = valuesOf(spec.terms[0], inputs);
  const second = valuesOf(spec.terms[1], inputs);
  return Int32Array.from({ length: spec.elements }, (_, i) =>
    rescaleCode(spec.rescale, first(i) + second(i), 0),
  );
};

/** The sum or difference of the real values, clamped by the activation. */
export const sumReference = (spec: SumSpec, inputs: readonly Float64Array[]): Float64Array => {
  const first = realOperand(spec.terms[0], inputs);
  const second = realOperand(spec.terms[1], inputs);
  const [a, b] = spec.signs;
  return Float64Array.from({ length: spec.elements }, (_, i) =>
    clampReal(spec.parameters.activation, a * first(i) + b * second(i)),
  );
};

import { type Codes, narrow } from '../../ir/codes.js';
import { clampReal } from '../real.js';
import { rescaleCode } from '../requantize/rescale.js';
import { indexOf, realOperand } from './operands.js';
import type { SumSpec } from './sum.js';
import { hasTable, type Term } from './terms.js';

/** The term's values, element by element. */
export const termValues = (term: Term, codes: readonly Codes[]): ((i: number) => number) => {
  const { input, values, format, broadcast } = term;
  if (input === undefined) return (i) => values[i % values.length] as number;
  const stream = narrow(codes[input]);
  const at = indexOf(broadcast);
  if (!hasTable(term)) return (i) => term.addendOf(stream[at(i)] as number);
  const mask = 2 ** format.bits - 1;
  return (i) => values[(stream[at(i)] as number) & mask] as number;
};

/** Both terms, each rounded by itself, added up; their sum rescaled; + z_out; clamp. */
export const sumGolden = (spec: SumSpec, inputs: readonly Codes[]): Codes => {
  const first = termValues(spec.terms[0], inputs);
  const second = termValues(spec.terms[1], inputs);
  return Int32Array.from({ length: spec.elements }, (_, i) =>
    rescaleCode(spec.rescale, first(i) + second(i), 0),
  );
};

/** The sum or difference of the real values, clamped by the activation. */
export const sumReference = (spec: SumSpec, inputs: readonly Float64Array[]): Float64Array => {
  const [a, b] = spec.terms;
  const first = realOperand(a, inputs);
  const second = realOperand(b, inputs);
  return Float64Array.from({ length: spec.elements }, (_, i) =>
    clampReal(spec.parameters.activation, a.sign * first(i) + b.sign * second(i)),
  );
};

import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { type ScaledOperand, scaledSum } from '../../stream/scaled-sum.js';
import { tailMask } from '../../stream/tail-mask.js';
import {
  type LookupOptions,
  type LookupTable,
  lookupMemoryBits,
  lookupStage,
} from '../lookup/stage.js';
import type { RequantizeStageOptions } from '../requantize/lane.js';
import { rescaleCode } from '../requantize/rescale.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming, UnitContract } from '../unit.js';
import { joined, joinedMemoryBits } from './heads.js';
import type { SumSpec } from './sum.js';
import { hasTable, type Term, termBits } from './terms.js';

/** The constant term, if there is one. */
const constantOf = ({ terms }: SumSpec): Term | undefined => terms.find(({ codes }) => codes);

/** A sum with one constant is a function of one code: all of it is in the table. */
const wholeTable = (spec: SumSpec, constant: Term): LookupTable => {
  const stream = spec.terms.find(({ codes }) => !codes) as Term;
  const [value = 0] = constant.values;
  return {
    name: 'result',
    codeBits: stream.format.bits,
    offset: 0,
    values: stream.values.map((term) => rescaleCode(spec.rescale, term + value, 0)),
  };
};

/** The streams' terms, in the order in which the join leaves them. */
const streamTerms = ({ terms }: SumSpec): readonly Term[] =>
  terms.filter(({ codes }) => !codes).sort((a, b) => (a.input ?? 0) - (b.input ?? 0));

/** Whether every stream's term is a table of all its codes. */
const isTabled = (spec: SumSpec): boolean => streamTerms(spec).every(hasTable);

const termTables = (spec: SumSpec): readonly LookupTable[] => {
  let offset = 0;
  return streamTerms(spec).map(({ input, format, values }) => {
    const table = { name: `term${input}`, codeBits: format.bits, offset, values };
    offset += spec.lanes * format.bits;
    return table;
  });
};

/** A term as constants of the lane that computes it; templates/lib/sinter_scale_lane.v. */
export const scaledOperand = (term: Term): ScaledOperand => {
  const { format, zeroPoint, sign, scaling } = term;
  // A negated minimum takes one bit more than the term itself.
  const common = { format, zeroPoint, negated: sign < 0, termBits: termBits(term) + 1 };
  if (scaling.kind === 'shift') return { ...common, multiplier: 1, drop: 0, right: scaling.right };
  const { left, factor, rounding } = scaling;
  const { multiplier, shift } = factor;
  return rounding === 'double'
    ? { ...common, multiplier, drop: 31 - left, right: -shift }
    : { ...common, multiplier, drop: 31 - left - shift, right: 0 };
};

const isWholeTable = (spec: SumSpec): boolean =>
  constantOf(spec)?.values.length === 1 && isTabled(spec);

const lookupOptions = (spec: SumSpec, naming: Naming): LookupOptions => {
  const constant = constantOf(spec);
  const whole = constant && isWholeTable(spec);
  const { lanes, inputs, output } = spec;
  return {
    naming,
    description: whole
      ? 'The output code of each input code: the other operand is one constant.'
      : 'Each operand at the common scale, and their sum.',
    lanes,
    beats: beatsOf(output),
    inputBits: lanes * inputs.reduce((bits, { format }) => bits + format.bits, 0),
    tables: whole ? [wholeTable(spec, constant)] : termTables(spec),
    resultBits: whole ? output.format.bits : spec.sumBits,
  };
};

const requantizeOptions = (spec: SumSpec, naming: Naming): RequantizeStageOptions => ({
  naming,
  rescale: spec.rescale,
  bias: [...(constantOf(spec)?.values ?? [0])],
  lanes: spec.lanes,
  beats: beatsOf(spec.output),
  accBits: spec.sumBits,
  sumBits: spec.sumBits,
  outBits: spec.output.format.bits,
});

/** Each stream's term, and their sum: from tables, or computed where codes are too many for them. */
const sumStage = (spec: SumSpec, naming: Naming): Stage =>
  isTabled(spec)
    ? lookupStage(lookupOptions(spec, naming))
    : scaledSum({
        instance: 'terms',
        operands: streamTerms(spec).map(scaledOperand),
        lanes: spec.lanes,
        beats: beatsOf(spec.output),
        sumBits: spec.sumBits,
      });

/** Inputs brought together, a table an operand, the sum's requantization; see README.md. */
export const elaborateSum = (spec: SumSpec, naming: Naming): Hardware => {
  const { output } = spec;
  const rescaled: readonly Stage[] = isWholeTable(spec)
    ? []
    : [requantizeStage(requantizeOptions(spec, naming))];
  return {
    ...joined(spec),
    body: [sumStage(spec, naming), ...rescaled, ...tailMask(output)],
  };
};

export const sumContract = (spec: SumSpec): UnitContract => {
  const naming = { module: '', dslName: '' };
  const { inputs, output } = spec;
  return {
    intervalCycles: Math.max(beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits:
      joinedMemoryBits(spec) +
      (isTabled(spec) ? lookupMemoryBits(lookupOptions(spec, naming)) : 0) +
      (isWholeTable(spec) ? 0 : requantizeMemoryBits(requantizeOptions(spec, naming))),
  };
};

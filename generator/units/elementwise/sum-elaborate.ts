import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { tailMask } from '../../stream/tail-mask.js';
import {
  type LookupOptions,
  type LookupTable,
  lookupMemoryBits,
  lookupStage,
} from '../lookup/stage.js';
import { rescaleCode } from '../requantize/rescale.js';
import {
  type RequantizeStageOptions,
  requantizeMemoryBits,
  requantizeStage,
} from '../requantize/stage.js';
import type { Naming, UnitContract } from '../unit.js';
import { joined, joinedMemoryBits } from './heads.js';
import type { SumSpec, Term } from './sum.js';

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

/** The streams' terms, side by side as the join leaves them. */
const termTables = ({ terms, lanes }: SumSpec): readonly LookupTable[] => {
  let offset = 0;
  return terms
    .filter(({ codes }) => !codes)
    .sort((a, b) => (a.input ?? 0) - (b.input ?? 0))
    .map(({ input, format, values }) => {
      const table = { name: `term${input}`, codeBits: format.bits, offset, values };
      offset += lanes * format.bits;
      return table;
    });
};

const isWholeTable = (spec: SumSpec): boolean => constantOf(spec)?.values.length === 1;

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

/** Inputs brought together, a table an operand, the sum's requantization; see README.md. */
export const elaborateSum = (spec: SumSpec, naming: Naming): Hardware => {
  const { inputs, lanes, parameters, output } = spec;
  const rescaled: readonly Stage[] = isWholeTable(spec)
    ? []
    : [requantizeStage(requantizeOptions(spec, naming))];
  return {
    ...joined(inputs, lanes, parameters.inputFifo),
    body: [lookupStage(lookupOptions(spec, naming)), ...rescaled, ...tailMask(output)],
  };
};

export const sumContract = (spec: SumSpec): UnitContract => {
  const naming = { module: '', dslName: '' };
  const { inputs, parameters, output } = spec;
  return {
    intervalCycles: Math.max(beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: 0,
    macs: 0,
    effectualMacs: 0,
    memoryBits:
      joinedMemoryBits(inputs, parameters.inputFifo) +
      lookupMemoryBits(lookupOptions(spec, naming)) +
      (isWholeTable(spec) ? 0 : requantizeMemoryBits(requantizeOptions(spec, naming))),
  };
};

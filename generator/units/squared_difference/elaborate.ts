import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { scaledSum } from '../../stream/scaled-sum.js';
import { square } from '../../stream/square.js';
import { tailMask } from '../../stream/tail-mask.js';
import { joined, joinedMemoryBits } from '../elementwise/heads.js';
import { scaledOperand } from '../elementwise/sum-elaborate.js';
import { hasTable, type Term } from '../elementwise/terms.js';
import { type LookupOptions, lookupMemoryBits, lookupStage, tabulate } from '../lookup/stage.js';
import { type ConstantsOptions, constantsStage } from '../multiply/constants.js';
import type { RequantizeStageOptions } from '../requantize/lane.js';
import { rescaleCode } from '../requantize/rescale.js';
import { requantizeStage } from '../requantize/stage.js';
import type { Naming, UnitContract } from '../unit.js';
import type { SquaredDifferenceSpec } from './spec.js';

const nobody: Naming = { module: '', dslName: '' };

const constantOf = ({ terms }: SquaredDifferenceSpec): Term | undefined =>
  terms.find(({ codes }) => codes);

/** Terms in the order in which they lie in a beat: streams as they are joined, a constant above. */
const inBeat = ({ terms }: SquaredDifferenceSpec): readonly Term[] =>
  [...terms].sort((a, b) => (a.input ?? terms.length) - (b.input ?? terms.length));

/** The square for one constant is a function of one code, where a table holds every code. */
const isTable = (spec: SquaredDifferenceSpec): boolean => {
  const constant = constantOf(spec);
  return constant?.codes?.length === 1 && spec.terms.every(hasTable);
};

const tableOptions = (spec: SquaredDifferenceSpec, naming: Naming): LookupOptions => {
  const [stream, constant] = inBeat(spec) as readonly [Term, Term];
  const [value = 0] = constant.values;
  const resultOf = (code: number): number => {
    const difference = stream.addendOf(code) + value;
    return rescaleCode(spec.rescale, difference * difference, 0);
  };
  return {
    naming,
    description: 'The output code of each input code: the other operand is one constant.',
    lanes: spec.lanes,
    beats: beatsOf(spec.output),
    inputBits: spec.lanes * stream.format.bits,
    tables: [
      {
        name: 'result',
        codeBits: stream.format.bits,
        offset: 0,
        values: tabulate(stream.format, resultOf),
      },
    ],
    resultBits: spec.output.format.bits,
  };
};

/** The constant's codes, which meet the stream's as a second stream would. */
const constantsOptions = (
  spec: SquaredDifferenceSpec,
  naming: Naming,
): ConstantsOptions | undefined => {
  const constant = constantOf(spec);
  const stream = inBeat(spec)[0] as Term;
  if (!constant?.codes) return undefined;
  const { codes, format } = constant;
  return {
    naming,
    lanes: spec.lanes,
    beats: beatsOf(spec.output),
    elementBits: stream.format.bits,
    // One constant is the same in all lanes.
    values: codes.length === 1 ? new Int32Array(spec.lanes).fill(codes[0] ?? 0) : codes,
    valueBits: format.bits,
    what: 'codes of the constant operand',
  };
};

const differenceTables = (spec: SquaredDifferenceSpec, naming: Naming): LookupOptions => {
  const { lanes } = spec;
  let offset = 0;
  const tables = inBeat(spec).map(({ format, addendOf }, i) => {
    const values = tabulate(format, addendOf);
    const table = { name: `term${i}`, codeBits: format.bits, offset, values };
    offset += lanes * format.bits;
    return table;
  });
  return {
    naming,
    description: 'Each operand at the common scale, and their difference.',
    lanes,
    beats: beatsOf(spec.output),
    inputBits: offset,
    tables,
    resultBits: spec.differenceBits,
  };
};

/** Both terms and their difference: from tables, or computed where codes are too many for them. */
const differenceStage = (spec: SquaredDifferenceSpec, naming: Naming): Stage =>
  spec.terms.every(hasTable)
    ? lookupStage(differenceTables(spec, naming))
    : scaledSum({
        instance: 'terms',
        operands: inBeat(spec).map(scaledOperand),
        lanes: spec.lanes,
        beats: beatsOf(spec.output),
        sumBits: spec.differenceBits,
      });

const requantizeOptions = (
  { rescale, lanes, output, squareBits }: SquaredDifferenceSpec,
  naming: Naming,
): RequantizeStageOptions => ({
  naming,
  rescale,
  bias: [0],
  lanes,
  beats: beatsOf(output),
  accBits: squareBits,
  sumBits: squareBits,
  outBits: output.format.bits,
});

const bodyOf = (spec: SquaredDifferenceSpec, naming: Naming): readonly Stage[] => {
  if (isTable(spec)) return [lookupStage(tableOptions(spec, naming))];
  const constants = constantsOptions(spec, naming);
  const { lanes, differenceBits, squareBits } = spec;
  return [
    ...(constants ? [constantsStage(constants)] : []),
    differenceStage(spec, naming),
    square({
      instance: 'square',
      bits: differenceBits,
      resultBits: squareBits,
      lanes,
      beats: beatsOf(spec.output),
    }),
    requantizeStage(requantizeOptions(spec, naming)),
  ];
};

/** Operands brought together, their difference, its square, its requantization; see README.md. */
export const elaborateSquaredDifference = (
  spec: SquaredDifferenceSpec,
  naming: Naming,
): Hardware => ({
  ...joined(spec),
  body: [...bodyOf(spec, naming), ...tailMask(spec.output)],
});

const storedBits = (spec: SquaredDifferenceSpec): number => {
  if (isTable(spec)) return lookupMemoryBits(tableOptions(spec, nobody));
  const constants = constantsOptions(spec, nobody);
  const held = constants ? constants.values.length * constants.valueBits : 0;
  const tabled = spec.terms.every(hasTable);
  return held + (tabled ? lookupMemoryBits(differenceTables(spec, nobody)) : 0);
};

export const squaredDifferenceContract = (spec: SquaredDifferenceSpec): UnitContract => {
  const { inputs, output, lanes, elements } = spec;
  const tabled = isTable(spec);
  return {
    intervalCycles: Math.max(beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: tabled ? 0 : lanes,
    macs: tabled ? 0 : elements,
    effectualMacs: tabled ? 0 : elements,
    memoryBits: joinedMemoryBits(spec) + storedBits(spec),
  };
};

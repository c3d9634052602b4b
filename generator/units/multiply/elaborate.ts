import { signedBitsFor } from '../../ir/format.js';
import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { centredBits, type Factor, product } from '../../stream/product.js';
import { tailMask } from '../../stream/tail-mask.js';
import { joined, joinedMemoryBits } from '../elementwise/heads.js';
import { mostTableBits } from '../elementwise/operands.js';
import { type LookupOptions, lookupMemoryBits, lookupStage, tabulate } from '../lookup/stage.js';
import type { RequantizeStageOptions } from '../requantize/lane.js';
import { rescaleCode } from '../requantize/rescale.js';
import { requantizeStage } from '../requantize/stage.js';
import type { Naming, UnitContract } from '../unit.js';
import { type ConstantsOptions, constantsStage } from './constants.js';
import type { MultiplySpec } from './spec.js';

/** The constant's codes less their zero point; undefined for two streams. */
const constantValues = ({ operands }: MultiplySpec): Int32Array | undefined => {
  const [, { codes, zeroPoint }] = operands;
  return codes?.map((code) => code - zeroPoint);
};

/** Whether the product with one constant is a table: a word for each code. */
const isTable = ({ operands }: MultiplySpec, values: Int32Array | undefined): boolean =>
  values?.length === 1 && operands[0].format.bits <= mostTableBits;

/** The product with one constant is a function of one code: all of it is in a table. */
const lookupOptions = (spec: MultiplySpec, value: number, naming: Naming): LookupOptions => {
  const [{ format, zeroPoint }] = spec.operands;
  return {
    naming,
    description: 'The output code of each input code: the other operand is one constant.',
    lanes: spec.lanes,
    beats: beatsOf(spec.output),
    inputBits: spec.lanes * format.bits,
    tables: [
      {
        name: 'result',
        codeBits: format.bits,
        offset: 0,
        values: tabulate(format, (code) =>
          rescaleCode(spec.rescale, (code - zeroPoint) * value, 0),
        ),
      },
    ],
    resultBits: spec.output.format.bits,
  };
};

const constantsOptions = (
  spec: MultiplySpec,
  values: Int32Array,
  naming: Naming,
): ConstantsOptions => ({
  naming,
  lanes: spec.lanes,
  beats: beatsOf(spec.output),
  elementBits: spec.operands[0].format.bits,
  // One constant is the same in all lanes.
  values: values.length === 1 ? new Int32Array(spec.lanes).fill(values[0] ?? 0) : values,
  valueBits: signedBitsFor(
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
  ),
});

const requantizeOptions = (
  spec: MultiplySpec,
  productBits: number,
  naming: Naming,
): RequantizeStageOptions => ({
  naming,
  rescale: spec.rescale,
  bias: [0],
  lanes: spec.lanes,
  beats: beatsOf(spec.output),
  accBits: productBits,
  sumBits: productBits,
  outBits: spec.output.format.bits,
});

/** Product and requantization of both factors, side by side in a beat. */
const productStages = (
  spec: MultiplySpec,
  factors: readonly [Factor, Factor],
  naming: Naming,
): readonly Stage[] => {
  const { lanes, output } = spec;
  const bits = centredBits(factors[0]) + centredBits(factors[1]);
  return [
    product({ instance: 'product', factors, lanes, beats: beatsOf(output) }),
    requantizeStage(requantizeOptions(spec, bits, naming)),
  ];
};

const bodyOf = (spec: MultiplySpec, naming: Naming): readonly Stage[] => {
  const values = constantValues(spec);
  if (!values) return productStages(spec, spec.operands, naming);
  if (isTable(spec, values)) return [lookupStage(lookupOptions(spec, values[0] ?? 0, naming))];
  const options = constantsOptions(spec, values, naming);
  const constant: Factor = { format: { kind: 'int', bits: options.valueBits }, zeroPoint: 0 };
  return [constantsStage(options), ...productStages(spec, [spec.operands[0], constant], naming)];
};

/** Factors brought together, their product, its requantization; see README.md. */
export const elaborateMultiply = (spec: MultiplySpec, naming: Naming): Hardware => ({
  ...joined(spec),
  body: [...bodyOf(spec, naming), ...tailMask(spec.output)],
});

export const multiplyContract = (spec: MultiplySpec): UnitContract => {
  const naming = { module: '', dslName: '' };
  const { inputs, lanes, output, elements } = spec;
  const values = constantValues(spec);
  const tabled = isTable(spec, values);
  const constants = values && constantsOptions(spec, values, naming);
  const stored = !constants
    ? 0
    : tabled
      ? lookupMemoryBits(lookupOptions(spec, constants.values[0] ?? 0, naming))
      : constants.values.length * constants.valueBits;
  return {
    intervalCycles: Math.max(beatsOf(output), ...inputs.map(beatsOf)),
    multipliers: tabled ? 0 : lanes,
    macs: tabled ? 0 : elements,
    effectualMacs: tabled ? 0 : elements,
    memoryBits: joinedMemoryBits(spec) + stored,
  };
};

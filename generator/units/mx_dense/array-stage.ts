import { unsignedDecimal } from '../../emit/literal.js';
import { formatName, type MxFormat, unsignedBitsFor } from '../../ir/format.js';
import { nanScale, shapeOfElement } from '../../ir/formats/microscaling.js';
import type { Stage } from '../../ir/module.js';
import { adderTreeLevels } from '../dense/mac-array.js';
import type { Naming } from '../unit.js';
import { arrayMemories } from './memories.js';
import { type ElementFactor, elementFactors, isTabulated } from './operand.js';
import { arrayCycles } from './plan.js';
import type { MxDenseSpec } from './spec.js';

/** Bits of a result beside its sum: whether it is NaN, and its exponent. */
export const resultExtraBits = 10;

const decodeView = ({ decode, valueBits, shiftBits }: ElementFactor) =>
  decode ? { ...decode, valueBits, shiftBits } : false;

/** Which codes of an activation are no numbers: a field of ones, or all but the sign. */
const specialView = ({ element }: MxFormat) => {
  if (element === 'e4m3') return { from: 0, bits: 7, is: "== 7'h7f" };
  return element === 'e5m2' ? { from: 2, bits: 5, is: "== 5'h1f" } : false;
};

/** A counter's bits, its ends as literals. */
const counter = (count: number) => {
  const bits = unsignedBitsFor(count - 1);
  return { bits, first: unsignedDecimal(bits, 0), last: unsignedDecimal(bits, count - 1) };
};

/** A code that is multiplied as it is. */
const codeFactor = ({ bits }: MxFormat): ElementFactor => ({
  ...{ valueBits: bits, shiftBits: 0, decode: undefined },
});

/** The PE array: beats of elements below their scale to results of NaN, exponent and sum. */
export const arrayStage = (spec: MxDenseSpec, naming: Naming): Stage => {
  const { array, dot, formats, parameters, weights } = spec;
  const { pe, simd, folds, row, vectors, outputs } = array;
  const name = `${naming.module}_array`;
  const memories = arrayMemories(spec, naming);
  const levels = adderTreeLevels(simd);
  const latency = levels + 5;
  const tabulated = isTabulated(formats);
  const [operand, factor] = tabulated
    ? (formats.map(codeFactor) as [ElementFactor, ElementFactor])
    : elementFactors(formats);
  const steps = row.rowBeats;
  const tail = steps - (row.blocks - 1) * row.blockBeats;
  const address = counter(folds * steps);
  const beat = counter(row.blockBeats);
  const block = counter(row.blocks);
  const scale = counter(folds * row.blocks);
  const fold = counter(folds);
  const inputBits = simd * formats[0].bits + 8;
  const outputBits = pe * (dot.accBits + resultExtraBits);
  const { starts } = memories;
  const instances = [
    { key: 'weights', module: memories.weights },
    { key: 'weight_scales', module: memories.weightScales },
    ...(starts
      ? [
          { key: 'bias_exponents', module: starts.exponents },
          { key: 'biases', module: starts.sums },
        ]
      : []),
  ].map(({ key, module }) => ({ name: key, module, dslName: `${naming.dslName}.${key}` }));
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/mx_dense/array',
      instances: [...instances],
      view: {
        ...{ name, dslName: naming.dslName, pe, simd, folds, steps, latency, levels, outputs },
        formats: `${formatName(formats[0])} x ${formatName(formats[1])}`,
        inputs: dot.inputs,
        peLast: pe - 1,
        inputBits,
        outputBits,
        codeBits: formats[0].bits,
        operandBits: operand.valueBits + operand.shiftBits,
        operandValueBits: operand.valueBits,
        operandShiftBits: operand.shiftBits,
        operand: decodeView(operand),
        weightBits: shapeOfElement(formats[1]).bits,
        factorBits: factor.valueBits + factor.shiftBits,
        factorValueBits: factor.valueBits,
        factorShiftBits: factor.shiftBits,
        factor: decodeView(factor),
        tabulated,
        luts: parameters.array.multiplier === 'lut' ? 1 : 0,
        productBits: dot.productBits,
        sumBits: dot.sumBits,
        guardBits: dot.guardBits,
        accBits: dot.accBits,
        shiftBits: unsignedBitsFor(dot.accBits),
        addressBits: address.bits,
        firstAddress: address.first,
        lastAddress: address.last,
        beatBits: beat.bits,
        firstBeat: beat.first,
        lastBeat: beat.last,
        tailBeat: tail === row.blockBeats ? false : unsignedDecimal(beat.bits, tail - 1),
        blockBits: block.bits,
        firstBlock: block.first,
        lastBlock: block.last,
        scaleAddressBits: scale.bits,
        firstScale: scale.first,
        lastScale: scale.last,
        foldBits: fold.bits,
        firstFold: fold.first,
        lastFold: fold.last,
        special: specialView(formats[0]),
        weightNan: weights.scales.includes(nanScale),
        weights: memories.weights.name,
        weightScales: memories.weightScales.name,
        bias: starts ? { exponents: starts.exponents.name, sums: starts.sums.name } : false,
      },
    },
    parameters: {},
    inputBits,
    outputBits,
    timing: {
      intervalCycles: arrayCycles(array),
      departures: (arrivals) =>
        Float64Array.from(
          { length: vectors * folds },
          (_, i) => (arrivals[(i + 1) * steps - 1] as number) + latency,
        ),
    },
  };
};

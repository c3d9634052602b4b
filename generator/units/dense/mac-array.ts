import { unsignedDecimal } from '../../emit/literal.js';
import { isSigned, type NumberFormat, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { Instance, MemoryModule, Stage } from '../../ir/module.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import type { Beats } from '../../stream/timing.js';
import { decoderModule } from '../decoder.js';
import type { Naming } from '../unit.js';
import { productModule } from './product/module.js';
import { isMultiplier } from './product/multiply.js';
import { type Packing, packedWords } from './product/packed.js';
import type { Product } from './product/product.js';

/**
 * A folded multiply-accumulate array: `pe` results x `simd` products a cycle. A vector is worked off in
 * `folds` passes of `steps` beats; each pass ends in a beat of `pe` accumulators.
 */
export interface MacArray {
  readonly pe: number;
  readonly simd: number;
  readonly folds: number;
  readonly steps: number;
  /** Activations a beat, and which of them PE `pe` multiplies at `simd` (Verilog, in both genvars). */
  readonly inputLanes: number;
  readonly operandLane: string;
  /** Value of a PE's weight at a place of the schedule; undefined where there is none. */
  weightAt(fold: number, step: number, pe: number, simd: number): number | undefined;
  readonly product: Product;
  /** Where a multiplier serves several PEs. */
  readonly packing?: Packing | undefined;
  readonly inputFormat: NumberFormat;
  /** Bits of an accumulator as it leaves. */
  readonly accBits: number;
  /** Added to the accumulator of each output it is the sum; left out where there is nothing to add. */
  readonly offsets?: readonly number[] | undefined;
  /** One line for the file's header: what a beat in and a beat out hold. */
  readonly order: string;
}

/** Accumulators of a product: what they lack of the sum of each output, and how wide that leaves them. */
export const accumulatorsOf = (options: {
  readonly product: Product;
  /** Values, outputs x inputs. */
  readonly weights: Int32Array;
  /** Places of a row beyond the end of the matrix. */
  readonly missing: number;
  readonly ranges: readonly AccumulatorRange[];
  /** Of sums that lack nothing. */
  readonly accBits: number;
}): Pick<MacArray, 'accBits' | 'offsets'> => {
  const { product, weights, missing, ranges } = options;
  const inputs = weights.length / ranges.length;
  const offsets = ranges.map((_, output) =>
    product.offsetOf(weights.subarray(output * inputs, (output + 1) * inputs), missing),
  );
  if (offsets.every((offset) => offset === 0) && !product.doubled) {
    return { accBits: options.accBits };
  }
  let low = 0;
  let high = 0;
  ranges.forEach((range, output) => {
    low = Math.min(low, range.low - (offsets[output] as number));
    high = Math.max(high, range.high - (offsets[output] as number));
  });
  // Halves have a bit below, and counts a sign above.
  const least = 1 + Number(product.doubled) + Number(!product.signed);
  return { accBits: Math.max(least, signedBitsFor(low, high)), offsets };
};

/** A matrix of outputs x inputs, row-major: folds outermost, every vector given once a fold. */
export const foldedMatrix = (options: {
  readonly outputs: number;
  readonly inputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly weights: Int32Array;
  readonly product: Product;
  readonly packing?: Packing | undefined;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
  readonly ranges: readonly AccumulatorRange[];
}): MacArray => {
  const { outputs, inputs, pe, simd, weights } = options;
  const steps = Math.ceil(inputs / simd);
  return {
    pe,
    simd,
    folds: Math.ceil(outputs / pe),
    steps,
    inputLanes: simd,
    operandLane: 'simd',
    weightAt(fold, step, p, s) {
      const output = fold * pe + p;
      const input = step * simd + s;
      return output < outputs && input < inputs ? weights[output * inputs + input] : undefined;
    },
    product: options.product,
    packing: options.packing,
    inputFormat: options.inputFormat,
    ...accumulatorsOf({ ...options, missing: steps * simd - inputs }),
    order: `A vector of ${inputs} comes once a pass; pass f makes outputs ${pe}f to ${pe}f + ${pe - 1} of ${outputs}.`,
  };
};

/** An activation as a signed operand: unsigned formats take a bit more. */
export const operandBits = (format: NumberFormat): number =>
  format.bits + (isSigned(format) ? 0 : 1);

export const adderTreeLevels = (inputs: number): number => {
  let levels = 0;
  for (let terms = inputs; terms > 1; terms = Math.ceil(terms / 4)) levels++;
  return levels;
};

/** Cells of a PE, and the terms that they give. */
const cellsOf = ({ simd, product }: MacArray) => {
  const cells = Math.ceil(simd / product.lanes);
  return { cells, terms: cells * product.terms };
};

/** Cycles from the last beat of a pass to its result; decoded weights are registered. */
const latencyOf = (array: MacArray): number =>
  adderTreeLevels(cellsOf(array).terms) + (array.product.weightDecoder ? 4 : 3);

/** Bits of a stored weight. */
const storedBits = ({ packing, product }: MacArray): number =>
  packing?.weightBits ?? product.weightBits;

/** Stored weights of a step: PE after PE, the `simd` of each side by side. */
const storedWords = (array: MacArray, fold: number, step: number): readonly number[] => {
  const { pe, simd, product, packing } = array;
  const at = (p: number, s: number) => array.weightAt(fold, step, p, s);
  const words: number[] = [];
  if (!packing) {
    for (let p = 0; p < pe; p++) {
      for (let s = 0; s < simd; s += product.lanes) {
        const lanes = Math.min(product.lanes, simd - s);
        words.push(...product.words(Array.from({ length: lanes }, (_, i) => at(p, s + i))));
      }
    }
    return words;
  }
  for (let first = 0; first < pe; first += packing.count) {
    const count = Math.min(packing.count, pe - first);
    for (let s = 0; s < simd; s++) {
      const digits = packedWords(
        packing,
        Array.from({ length: count }, (_, i) => at(first + i, s)),
      );
      digits.forEach((digit, i) => {
        words[(first + i) * simd + s] = digit;
      });
    }
  }
  return words;
};

/** Word a cycle, folds outermost: weight (pe, simd) at (pe * SIMD + simd) * weightBits. */
const weightMemory = (array: MacArray, name: string): MemoryModule => {
  const { pe, simd, folds, steps } = array;
  const weightBits = storedBits(array);
  const words: bigint[] = [];
  for (let fold = 0; fold < folds; fold++) {
    for (let step = 0; step < steps; step++) {
      let bits = '';
      for (const word of storedWords(array, fold, step)) {
        bits = word.toString(2).padStart(weightBits, '0') + bits;
      }
      words.push(BigInt(`0b${bits}`));
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * weightBits,
    words,
    description: `weights; per word ${pe} result(s) x ${simd} product(s) of ${weightBits} bits`,
  };
};

export const macArrayMemoryBits = (array: MacArray): number =>
  array.pe * array.simd * storedBits(array) * array.folds * array.steps;

/** Whether a product is no more than the library's multiplier of integers. */
const isPlain = (product: Product): boolean =>
  isMultiplier(product.cell) && !product.weightDecoder && !product.activationDecoder;

/** An accumulator as it leaves: counts get a sign, halves a bit below. */
const resultOf = ({ doubled, signed }: Product): string => {
  const parts = [...(signed ? [] : ["1'b0"]), 'accumulator_q', ...(doubled ? ["1'b0"] : [])];
  return parts.length === 1 ? parts.join('') : `{${parts.join(', ')}}`;
};

/** What the template says of cells that are more than a multiplier; nothing for that. */
const cellsView = (array: MacArray, name: string, dslName: string) => {
  const { product, inputFormat, inputLanes, accBits } = array;
  if (isPlain(product)) {
    return { view: { cells: false, decoder: false, factors: false }, instances: [] };
  }
  const { activationDecoder: decoder, weightDecoder, doubled, signed } = product;
  // Weights are decoded before a register, not in the cell.
  const decoded = weightDecoder
    ? { ...product, weightBits: weightDecoder.valueBits, weightDecoder: undefined }
    : product;
  const cell = productModule(decoded, `${name}_product`, `${dslName}.product`);
  const decode = decoder && decoderModule(`${name}_decode`, `${dslName}.decode`, decoder);
  const factors =
    weightDecoder && decoderModule(`${name}_factors`, `${dslName}.factors`, weightDecoder);
  const groups = decoder ? inputLanes / decoder.lanes : 0;
  const groupBits = (bits: number): number => bits * (decoder?.lanes ?? 1);
  const instances: Instance[] = [
    { name: 'product', module: cell, dslName: `${dslName}.product` },
    ...(decode ? [{ name: 'decode', module: decode, dslName: `${dslName}.decode` }] : []),
    ...(factors ? [{ name: 'factors', module: factors, dslName: `${dslName}.factors` }] : []),
  ];
  return {
    instances,
    view: {
      decoder: decoder &&
        decode && {
          module: decode.name,
          totalBits: inputLanes * decoder.valueBits,
          instances: Array.from({ length: groups }, (_, index) => ({
            index,
            from: index * groupBits(inputFormat.bits),
            codeBits: groupBits(inputFormat.bits),
            to: index * groupBits(decoder.valueBits),
            valueBits: groupBits(decoder.valueBits),
          })),
        },
      factors: weightDecoder &&
        factors && {
          module: factors.name,
          lanes: weightDecoder.lanes,
          bits: weightDecoder.valueBits,
        },
      cells: {
        ...(factors
          ? { weight: 'FACTOR', weights: 'factors_q', ones: "{FACTOR_BITS{1'b1}}" }
          : { weight: 'WEIGHT', weights: 'weights_q', ones: "{WEIGHT_BITS{1'b1}}" }),
        product: cell.name,
        count: cellsOf(array).cells,
        lanes: product.lanes,
        terms: product.terms,
        termBits: product.termBits,
        sumBits: accBits - Number(doubled) - Number(!signed),
        tree: signed ? 'sinter_adder_tree' : 'sinter_count_tree',
        result: resultOf(product),
      },
    },
  };
};

/** `vectors` per tensor; beats in: steps x folds a vector, out: one of `pe` accumulators a fold. */
export const macArrayStage = (array: MacArray, vectors: number, naming: Naming): Stage => {
  const { pe, simd, folds, steps, accBits, inputFormat, inputLanes, product } = array;
  const latency = latencyOf(array);
  const memory = weightMemory(array, `${naming.module}_weights`);
  const addressBits = unsignedBitsFor(folds * steps - 1);
  const stepBits = unsignedBitsFor(steps - 1);
  const name = `${naming.module}_array`;
  const { activationDecoder, activationBits } = product;
  const laneBits = activationDecoder?.valueBits ?? inputFormat.bits;
  const laneName = activationDecoder ? 'OPERAND_BITS' : 'IN_BITS';
  const slice = `data_q[(${array.operandLane})*${laneName}+:${laneName}]`;
  const { view, instances } = cellsView(array, name, naming.dslName);
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/array',
      instances: [
        { name: 'weights', module: memory, dslName: `${naming.dslName}.weights` },
        ...instances,
      ],
      view: {
        name,
        dslName: naming.dslName,
        order: array.order,
        pe,
        simd,
        folds,
        steps,
        latency,
        levels: adderTreeLevels(cellsOf(array).terms),
        inputBits: inputLanes * inputFormat.bits,
        outputBits: pe * accBits,
        inBits: inputFormat.bits,
        dataBits: activationBits,
        weightBits: storedBits(array),
        packing: array.packing ?? false,
        accBits,
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, folds * steps - 1),
        folded: steps > 1,
        stepBits,
        firstStep: unsignedDecimal(stepBits, 0),
        lastStep: unsignedDecimal(stepBits, steps - 1),
        weights: memory.name,
        multiplier: product.cell.module,
        operand: activationBits > laneBits ? `{1'b0, ${slice}}` : slice,
        ...view,
      },
    },
    parameters: {},
    inputBits: inputLanes * inputFormat.bits,
    outputBits: pe * accBits,
    timing: {
      intervalCycles: vectors * folds * steps,
      departures(arrivals: Beats): Beats {
        const results = new Float64Array(vectors * folds);
        for (let i = 0; i < results.length; i++) {
          results[i] = (arrivals[(i + 1) * steps - 1] as number) + latency;
        }
        return results;
      },
    },
  };
};

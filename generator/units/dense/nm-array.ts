import { unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import type { NmSparsity } from '../../ir/sparsity.js';
import type { Beats } from '../../stream/timing.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import type { Naming } from '../unit.js';
import { resultLanesOf } from './folded-array.js';
import { accumulatorsOf, adderTreeLevels } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { type KeptWeight, keptWeights } from './nm-groups.js';
import { productOf } from './product/choose.js';
import type { Product } from './product/product.js';
import { type Field, romWord } from './rom-word.js';
import { cellView, decoderView, singleProduct, wordOf } from './single-product.js';
import type { VectorArray } from './vector-array.js';

interface NmArray extends Matrix {
  readonly sparsity: NmSparsity;
  readonly pe: number;
  /** Multipliers a PE: `n` for each group of a beat. */
  readonly simd: number;
  readonly product: Product;
}

const shapeOf = ({ outputs, inputs, product, sparsity: { n, m }, pe, simd }: NmArray) => {
  const groups = simd / n;
  return {
    groups,
    inputLanes: groups * m,
    folds: Math.ceil(outputs / pe),
    steps: Math.ceil(inputs / (groups * m)),
    /** Places that the k-th weight of a group may have: k to k + choices - 1. */
    choices: m - n + 1,
    indexBits: unsignedBitsFor(m - n),
    weightBits: product.weightBits,
    levels: adderTreeLevels(simd),
  };
};

/** Weights of PE `pe` in a beat, the zero point removed; zeros where there is no row or no input. */
const keptOf = (array: NmArray, fold: number, step: number, pe: number): readonly KeptWeight[] => {
  const { outputs, inputs, weights, sparsity } = array;
  const { m } = sparsity;
  const { groups } = shapeOf(array);
  const row = fold * array.pe + pe;
  return Array.from({ length: groups }, (_, g) => {
    const first = (step * groups + g) * m;
    const end = Math.min(first + m, inputs);
    const exists = row < outputs && first < end;
    return keptWeights(
      exists ? weights.subarray(row * inputs + first, row * inputs + end) : [],
      sparsity,
    );
  }).flat();
};

/** A word a beat, folds outermost: field (pe, simd) at (pe * SIMD + simd) * bits. */
const memoryOf = (
  array: NmArray,
  bits: number,
  fieldOf: (kept: KeptWeight, slot: number) => number,
  text: { readonly name: string; readonly description: string },
): MemoryModule => {
  const { pe, simd } = array;
  const { folds, steps } = shapeOf(array);
  const words: bigint[] = [];
  for (let fold = 0; fold < folds; fold++) {
    for (let step = 0; step < steps; step++) {
      const fields = Array.from({ length: pe }, (_, p) =>
        keptOf(array, fold, step, p).map((kept, slot): Field => [fieldOf(kept, slot), bits]),
      );
      words.push(romWord(fields.flat()));
    }
  }
  return { kind: 'memory', ...text, widthBits: pe * simd * bits, words };
};

/** Cycles from the last beat of a pass to its result: select, multiply, add, accumulate. */
const latencyOf = (simd: number): number => adderTreeLevels(simd) + 4;

const stageOf = (array: NmArray, vectors: number, naming: Naming): Stage => {
  const { pe, simd, sparsity, outputs, inputs, accBits, inputFormat, product } = array;
  const { n, m } = sparsity;
  const shape = shapeOf(array);
  const { folds, steps, inputLanes, indexBits, weightBits } = shape;
  const latency = latencyOf(simd);
  const name = `${naming.module}_array`;
  const slots = `${pe} x ${simd} a word`;
  const indices = memoryOf(array, indexBits, ({ place }, slot) => place - (slot % n), {
    name: `${naming.module}_indices`,
    description: `places in groups of ${m}, of slot k less k; ${slots}, ${indexBits} bits each`,
  });
  const weights = memoryOf(array, weightBits, ({ weight }) => wordOf(product, weight), {
    name: `${naming.module}_weights`,
    description: `weights, ${n} of ${m}; ${slots}, ${weightBits} bits each`,
  });
  const addressBits = unsignedBitsFor(folds * steps - 1);
  const stepBits = unsignedBitsFor(steps - 1);
  const cell = cellView(product, inputFormat.bits, name, naming.dslName);
  const decoder = decoderView(product.activationDecoder, inputLanes, name, naming.dslName);
  const { activationBits, operandBits, doubled } = cell.view;
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/nm_array',
      instances: [
        { name: 'indices', module: indices, dslName: `${naming.dslName}.indices` },
        { name: 'weights', module: weights, dslName: `${naming.dslName}.weights` },
        ...cell.instances,
        ...decoder.instances,
      ],
      view: {
        name,
        dslName: naming.dslName,
        ...cell.view,
        decoder: decoder.view,
        text: product.text,
        order: `A vector of ${inputs} comes once a pass; pass f makes outputs ${pe}f to ${pe}f + ${pe - 1} of ${outputs}.`,
        ...shape,
        ...{ n, m, pe, simd, latency },
        accBits: doubled ? accBits - 1 : accBits,
        inputBits: inputLanes * inputFormat.bits,
        outputBits: pe * accBits,
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, folds * steps - 1),
        folded: steps > 1,
        stepBits,
        firstStep: unsignedDecimal(stepBits, 0),
        lastStep: unsignedDecimal(stepBits, steps - 1),
        indices: indices.name,
        weights: weights.name,
        operand: operandBits > activationBits ? "{1'b0, activation_q}" : 'activation_q',
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

/**
 * A folded array for weights n:m: the n weights of a group that may be other than zero are stored with
 * their places, and each multiplier chooses its activation. A beat holds whole groups.
 */
export const nmArray = (
  matrix: Matrix,
  sparsity: NmSparsity,
  folding: { readonly pe: number; readonly simd: number },
): VectorArray => {
  const product = singleProduct(productOf(matrix));
  const { weights, ranges } = matrix;
  // A weight that is left out, or fills a place, is a zero, whose term is nothing.
  const sums = accumulatorsOf({ product, weights, missing: 0, ranges, accBits: matrix.accBits });
  const array: NmArray = { ...matrix, ...sums, sparsity, ...folding, product };
  const { pe, simd, outputs, inputFormat } = array;
  const { folds, steps, inputLanes, weightBits, indexBits } = shapeOf(array);
  const slots = pe * simd * folds * steps;
  const widthBits = inputLanes * inputFormat.bits;
  return {
    inputFormat,
    inputLanes,
    outputLanes: pe,
    resultLanes: resultLanesOf(outputs, pe, steps),
    accBits: array.accBits,
    offsets: sums.offsets,
    cyclesPerVector: folds * steps,
    multipliers: pe * simd,
    memoryBits:
      slots * (weightBits + indexBits) + (folds > 1 ? vectorBufferBits(widthBits, steps) : 0),
    indexBits: slots * indexBits,
    folding: { pe, simd },
    stages(vectors, naming) {
      const stage = stageOf(array, vectors, naming);
      if (folds === 1) return [stage];
      const buffer = { instance: 'vectors', widthBits, words: steps, passes: folds, vectors };
      return [vectorBuffer(buffer), stage];
    },
  };
};

import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import type { Problem } from '../../error.js';
import { isInteger, isSigned, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { skidBuffer } from '../../stream/skid-buffer.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import { decoderModule } from '../decoder.js';
import type { ArrayFolding } from '../parameters.js';
import type { Naming } from '../unit.js';
import { centroidDepartures } from './centroid-model.js';
import {
  accumulateCost,
  type Centroids,
  centroidsOf,
  distinctValues,
  lookUpCost,
  mostCentroids,
  sharedReaders,
} from './centroids.js';
import { resultLanesOf } from './folded-array.js';
import { adderTreeLevels, operandBits } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { multipliers } from './product/multiply.js';
import { romWord } from './rom-word.js';
import type { VectorArray } from './vector-array.js';

/** Each lane sums activations by the values of their weights; each sum is multiplied once an output. */
interface CentroidArray {
  readonly matrix: Matrix;
  readonly centroids: Centroids;
  readonly pe: number;
  readonly simd: number;
  readonly folds: number;
  readonly steps: number;
  /** PEs that share what reads and multiplies. */
  readonly shared: number;
}

const shapeOf = (matrix: Matrix, { pe = 1, simd = 1 }: ArrayFolding) => ({
  pe,
  simd,
  folds: Math.ceil(matrix.outputs / pe),
  steps: Math.ceil(matrix.inputs / simd),
});

/** Whether weights of a codebook are summed up by value: as the user says, else where that is less and no slower. */
export const accumulates = (matrix: Matrix, folding: ArrayFolding): boolean => {
  const { centroids = 'auto' } = folding;
  if (centroids !== 'auto') return centroids === 'accumulate';
  const { weightFormat, inputFormat, weights } = matrix;
  if (weightFormat.kind !== 'codebook' || !isInteger(inputFormat)) return false;
  const shape = shapeOf(matrix, folding);
  const entries = distinctValues(weights).length;
  return (
    entries <= Math.min(shape.steps, mostCentroids) &&
    accumulateCost(matrix, shape) < lookUpCost(matrix, shape)
  );
};

/** What is wrong with summing up by value. */
export const centroidProblems = (
  { weights, inputFormat }: Matrix,
  { packing = 1, skip, dataflow = 'folded' }: ArrayFolding,
  isStructured: boolean,
  place: string,
): readonly Problem[] => {
  const values = distinctValues(weights).length;
  const reasons = [
    ...(values > mostCentroids
      ? [`sums up by value, but the weights have ${values} values, more than ${mostCentroids}`]
      : []),
    ...(isInteger(inputFormat) ? [] : ['goes with int and uint activations']),
    ...(dataflow === 'folded' ? [] : [`does not go with dataflow ${dataflow}`]),
    ...(skip ? ['does not go with skip'] : []),
    ...(isStructured ? ['does not go with sparsity'] : []),
    ...(packing === 1 ? [] : ['has no multipliers to pack']),
  ];
  return reasons.map((reason) => ({
    code: 'E_PARAMETER',
    place: `${place}.array.centroids`,
    reason,
    hint: "set centroids 'look-up', or leave it away",
  }));
};

/** Words that name every bin in turn, to clear them, then those of the weights, folds outermost. */
const codeMemory = (array: CentroidArray, name: string): MemoryModule => {
  const { matrix, centroids, pe, simd, folds, steps } = array;
  const { inputs, outputs, weights } = matrix;
  const { binOf, codeBits } = centroids;
  const codeAt = (output: number, input: number): number =>
    output < outputs && input < inputs
      ? (binOf.get(weights[output * inputs + input] as number) as number)
      : 0;
  const wordOf = (code: (p: number, s: number) => number): bigint =>
    romWord(
      Array.from({ length: pe * simd }, (_, i) => [code(Math.floor(i / simd), i % simd), codeBits]),
    );
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * codeBits,
    words: [
      ...Array.from(binOf.values(), (bin) => wordOf(() => bin)),
      ...Array.from({ length: folds * steps }, (_, i) => {
        const fold = Math.floor(i / steps);
        return wordOf((p, s) => codeAt(fold * pe + p, (i % steps) * simd + s));
      }),
    ],
    description: `bins: each in turn, then of the weights; per word ${pe} result(s) x ${simd} of ${codeBits} bits`,
  };
};

const readsOf = ({ centroids, shared }: CentroidArray): number => centroids.values.length * shared;

/** Cycles of a pass: its beats, or the reads of its bins. */
const passCyclesOf = (array: CentroidArray): number => Math.max(array.steps, readsOf(array));

const timingOf = (array: CentroidArray) => ({
  steps: array.steps,
  reads: readsOf(array),
  clearCycles: 2 * array.centroids.binOf.size,
  // Read, tree, difference, product, accumulator.
  latency: adderTreeLevels(array.simd) + 4,
});

const viewOf = (array: CentroidArray) => {
  const { matrix, centroids, pe, simd, folds, steps, shared } = array;
  const { inputs, outputs, inputFormat, accBits, multiplier = 'auto' } = matrix;
  const { values, binOf, codeBits, valueBits, binBits } = centroids;
  const { clearCycles, latency } = timingOf(array);
  const words = binOf.size + folds * steps;
  const addressBits = unsignedBitsFor(words - 1);
  const stepBits = unsignedBitsFor(steps - 1);
  const placeBits = unsignedBitsFor(shared - 1);
  const slice = 'data_q[simd*IN_BITS+:IN_BITS]';
  return {
    ...{ pe, simd, folds, latency, clearCycles, accBits, shared, placeBits, stepBits, addressBits },
    ...{ codeBits, valueBits, binBits },
    order: `A vector of ${inputs} comes once a pass; pass f makes outputs ${pe}f to ${pe}f + ${pe - 1} of ${outputs}.`,
    entries: values.length,
    passCycles: passCyclesOf(array),
    levels: adderTreeLevels(simd),
    inputBits: simd * inputFormat.bits,
    outputBits: pe * accBits,
    inBits: inputFormat.bits,
    dataBits: operandBits(inputFormat),
    zeroAddress: unsignedDecimal(addressBits, 0),
    lastClear: unsignedDecimal(addressBits, binOf.size - 1),
    firstAddress: unsignedDecimal(addressBits, binOf.size),
    lastAddress: unsignedDecimal(addressBits, words - 1),
    folded: steps > 1,
    firstStep: unsignedDecimal(stepBits, 0),
    lastStep: unsignedDecimal(stepBits, steps - 1),
    lastEntry: unsignedDecimal(codeBits, values.length - 1),
    lastPlace: unsignedDecimal(placeBits, shared - 1),
    zeroData: bitVector(simd * inputFormat.bits, 0),
    isShared: shared > 1,
    baseBits: codeBits + 1 + (shared > 1 ? placeBits : 0),
    baseAddress: `{${shared > 1 ? 'places[DEPTH*PLACE_BITS+:PLACE_BITS], ' : ''}word_half[DEPTH], word}`,
    multiplier: multipliers[multiplier],
    operand: isSigned(inputFormat) ? slice : `{1'b0, ${slice}}`,
  };
};

const stageOf = (array: CentroidArray, vectors: number, naming: Naming): Stage => {
  const { values, codeBits, valueBits } = array.centroids;
  const name = `${naming.module}_array`;
  const memory = codeMemory(array, `${naming.module}_weights`);
  const decode = decoderModule(`${name}_values`, `${naming.dslName}.values`, {
    lanes: 1,
    codeBits,
    valueBits,
    words: values.map((value) => BigInt.asUintN(valueBits, BigInt(value))),
    text: `the values of bins, ${valueBits} bits`,
  });
  const view = viewOf(array);
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/centroid_array',
      instances: [
        { name: 'weights', module: memory, dslName: `${naming.dslName}.weights` },
        { name: 'decode', module: decode, dslName: `${naming.dslName}.values` },
      ],
      view: { ...view, name, dslName: naming.dslName, weights: memory.name, decode: decode.name },
    },
    parameters: {},
    inputBits: view.inputBits,
    outputBits: view.outputBits,
    timing: {
      intervalCycles: vectors * array.folds * passCyclesOf(array),
      departures: (arrivals) => centroidDepartures(timingOf(array), arrivals),
    },
  };
};

/** Codes, two copies of the bins, and what was read of them before. */
const memoryBitsOf = (array: CentroidArray): number => {
  const { centroids, pe, simd, folds, steps } = array;
  const { binOf, codeBits, binBits } = centroids;
  const bins = 2 * 2 ** codeBits * binBits;
  return pe * simd * (codeBits * (binOf.size + folds * steps) + 2 * bins) + pe * bins;
};

export const centroidArray = (matrix: Matrix, folding: ArrayFolding): VectorArray => {
  const shape = shapeOf(matrix, folding);
  const { pe, simd, folds, steps } = shape;
  const { inputFormat, accBits, outputs } = matrix;
  const centroids = centroidsOf(matrix.weights, outputs, inputFormat);
  const shared = sharedReaders(pe, steps, centroids.values.length);
  const array: CentroidArray = { matrix, centroids, shared, ...shape };
  const widthBits = simd * inputFormat.bits;
  return {
    inputFormat,
    inputLanes: simd,
    outputLanes: pe,
    resultLanes: resultLanesOf(outputs, pe, passCyclesOf(array)),
    accBits,
    cyclesPerVector: folds * passCyclesOf(array),
    multipliers: pe * simd,
    memoryBits: memoryBitsOf(array) + (folds > 1 ? vectorBufferBits(widthBits, steps) : 0),
    folding: { pe, simd },
    stages(vectors, naming) {
      const stage = stageOf(array, vectors, naming);
      // Takes a beat while bins are cleared, or the first would come when they are.
      if (folds === 1) return [skidBuffer('vectors', widthBits, vectors * steps), stage];
      const buffer = { instance: 'vectors', widthBits, words: steps, passes: folds, vectors };
      return [vectorBuffer(buffer), stage];
    },
  };
};

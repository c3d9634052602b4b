import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { Instance, MemoryModule, Stage } from '../../ir/module.js';
import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { fixedFeed } from '../../stream/feed.js';
import type { Naming } from '../unit.js';
import {
  drainLanes,
  lanesOfSource,
  leastZeros,
  mostCycles,
  type VectorSource,
} from './data-cycles.js';
import { drainView } from './drain-view.js';
import { innerJoinModel, joinOverheadCycles } from './inner-join-model.js';
import type { Matrix } from './matrix.js';
import type { Product } from './product/product.js';
import { romWord } from './rom-word.js';
import { wordOf } from './single-product.js';
import { valueProduct, valueView } from './value-product.js';
import type { VectorArray } from './vector-array.js';

interface InnerJoinArray extends Matrix {
  readonly source: VectorSource;
  readonly pe: number;
  /** Inputs that are joined at a time. */
  readonly chunk: number;
  readonly product: Product;
}

/** When nobody says how many inputs are joined at a time. */
export const defaultChunk = 32;

/** A chunk of a row: where its packed weights start, and which they are. */
interface PackedChunk {
  readonly start: number;
  readonly mask: readonly boolean[];
}

interface PackedRows {
  readonly chunks: readonly PackedChunk[];
  /** Undefined where there is none. */
  readonly weights: readonly (number | undefined)[];
}

/** The rows of PE `pe`, chunk by chunk; rows that there are not have no weights. */
const packedRows = (array: InnerJoinArray, pe: number): PackedRows => {
  const { outputs, inputs, weights, chunk } = array;
  const packed: number[] = [];
  const chunks: PackedChunk[] = [];
  for (let row = pe; row < Math.ceil(outputs / array.pe) * array.pe; row += array.pe) {
    for (let first = 0; first < inputs; first += chunk) {
      const start = packed.length;
      const mask = Array.from({ length: chunk }, (_, i) => {
        const exists = row < outputs && first + i < inputs;
        const weight = exists ? (weights[row * inputs + first + i] as number) : 0;
        if (weight !== 0) packed.push(weight);
        return weight !== 0;
      });
      chunks.push({ start, mask });
    }
  }
  return { chunks, weights: packed.length === 0 ? [undefined] : packed };
};

const shapeOf = (array: InnerJoinArray, rows: readonly PackedRows[]) => {
  const { outputs, inputs, pe, chunk, source, product } = array;
  const inputLanes = greatestCommonDivisor(lanesOfSource(source, inputs), chunk);
  const words = inputs / inputLanes;
  const chunks = Math.ceil(inputs / chunk);
  const slots = Math.ceil(outputs / pe);
  const longest = Math.max(...rows.map((one) => one.weights.length));
  return {
    inputLanes,
    laneBits: unsignedBitsFor(inputLanes - 1),
    words,
    wordBits: unsignedBitsFor(words - 1),
    chunkWords: chunk / inputLanes,
    chunks,
    chunkBits: unsignedBitsFor(chunks - 1),
    slots,
    slotBits: unsignedBitsFor(slots - 1),
    fetchBits: unsignedBitsFor(slots * chunks - 1),
    // Two at least, so that a match has bits above its own.
    addressBits: Math.max(2, unsignedBitsFor(longest - 1)),
    valueBits: product.activationBits,
    weightBits: product.weightBits,
    outputLanes: drainLanes(outputs, pe, words),
  };
};

type Shape = ReturnType<typeof shapeOf>;

const maskMemory = (
  { chunks }: PackedRows,
  { addressBits }: Shape,
  chunk: number,
  name: string,
): MemoryModule => ({
  kind: 'memory',
  name,
  widthBits: chunk + addressBits,
  words: chunks.map(({ start, mask }) =>
    romWord([...mask.map((bit): [number, number] => [Number(bit), 1]), [start, addressBits]]),
  ),
  description: `per row and chunk which of ${chunk} weights are not zero, above it where they start`,
});

const weightMemory = (
  { weights }: PackedRows,
  { weightBits }: Shape,
  product: Product,
  name: string,
): MemoryModule => ({
  kind: 'memory',
  name,
  widthBits: weightBits,
  words: weights.map((weight) => romWord([[wordOf(product, weight), weightBits]])),
  description: 'weights other than zero, packed',
});

const modelOf = (array: InnerJoinArray, { inputLanes, outputLanes }: Shape) =>
  innerJoinModel(array, inputLanes, array.outputs / outputLanes);

const bitsOf = (array: InnerJoinArray, rows: readonly PackedRows[], shape: Shape) => {
  const { pe, chunk, accBits, inputs } = array;
  const { addressBits, weightBits, valueBits, slots, chunks } = shape;
  const index = pe * slots * chunks * (chunk + addressBits);
  const weights = rows.reduce((sum, one) => sum + one.weights.length * weightBits, 0);
  const activations = pe * 2 * (inputs * valueBits + chunks * chunk);
  return { index, all: index + weights + activations + pe * 2 * slots * accBits };
};

const stageOf = (
  array: InnerJoinArray,
  rows: readonly PackedRows[],
  most: number,
  vectors: number,
  naming: Naming,
): Stage => {
  const { outputs, inputs, pe, chunk, accBits, inputFormat } = array;
  const shape = shapeOf(array, rows);
  const { inputLanes, outputLanes, words, wordBits, chunks, chunkWords, slots } = shape;
  const { fetchBits, slotBits, chunkBits } = shape;
  const name = `${naming.module}_array`;
  const memories = rows.map((one, p) => ({
    pe: p,
    masks: maskMemory(one, shape, chunk, `${naming.module}_masks_${p}`),
    weights: weightMemory(one, shape, array.product, `${naming.module}_weights_${p}`),
  }));
  const code = 's_data[i*IN_BITS+:IN_BITS]';
  const codeSign = 's_data[i*IN_BITS+IN_BITS-1]';
  const cells = valueView(array, inputLanes, { code, codeSign }, naming);
  const instances = [
    ...memories.flatMap(({ pe: p, masks, weights }): readonly Instance[] => [
      { name: `masks_${p}`, module: masks, dslName: `${naming.dslName}.masks${p}` },
      { name: `weights_${p}`, module: weights, dslName: `${naming.dslName}.weights${p}` },
    ]),
    ...cells.instances,
  ];
  const partBits = unsignedBitsFor(chunkWords - 1);
  const model = modelOf(array, shape);
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/inner_join_array',
      instances,
      view: {
        name,
        dslName: naming.dslName,
        ...shape,
        ...cells.view,
        ...drainView({ outputs, pe, lanes: outputLanes, vectors }),
        ...{ pe, outputs, chunk, accBits },
        overhead: joinOverheadCycles,
        most: Math.ceil(most),
        inputBits: inputLanes * inputFormat.bits,
        outputBits: outputLanes * accBits,
        chunkWordBits: partBits,
        firstPart: unsignedDecimal(partBits, 0),
        lastPart: unsignedDecimal(partBits, chunkWords - 1),
        lastWord: unsignedDecimal(wordBits, words - 1),
        lastChunk: unsignedDecimal(chunkBits, chunks - 1),
        lastFetch: unsignedDecimal(fetchBits, slots * chunks - 1),
        lastSlot: unsignedDecimal(slotBits, slots - 1),
        chunkStep: bitVector(wordBits, chunkWords),
        chunkDepth: 2 ** chunkBits + chunks,
        wordDepth: 2 ** wordBits + words,
        resultDepth: 2 ** slotBits + slots,
        memories: memories.map(({ pe: p, masks, weights }) => ({
          pe: p,
          masks: masks.name,
          weights: weights.name,
          bits: unsignedBitsFor(weights.words.length - 1),
        })),
      },
    },
    parameters: {},
    inputBits: inputLanes * inputFormat.bits,
    outputBits: outputLanes * accBits,
    timing: {
      intervalCycles: Math.ceil(vectors * most),
      departures: (arrivals) =>
        model(fixedFeed(arrivals), leastZeros(array.source, vectors * inputs)),
    },
  };
};

/**
 * SparTen's inner join: masks of weights and activations are joined chunk by chunk, a multiplication a
 * match. Activations lie at their own places instead of packed: a memory holds the worst case anyway.
 */
export const innerJoinArray = (
  matrix: Matrix,
  source: VectorSource,
  { pe, chunk }: { readonly pe: number; readonly chunk: number },
): VectorArray => {
  const { inputFormat, inputs, accBits } = matrix;
  const product = valueProduct(matrix, source);
  const array: InnerJoinArray = { ...matrix, source, pe, chunk, product };
  const rows = Array.from({ length: pe }, (_, p) => packedRows(array, p));
  const shape = shapeOf(array, rows);
  const bits = bitsOf(array, rows, shape);
  const model = modelOf(array, shape);
  const most = mostCycles(model, source, inputs, shape.words);
  return {
    inputFormat,
    inputLanes: shape.inputLanes,
    outputLanes: shape.outputLanes,
    resultLanes: shape.outputLanes,
    accBits,
    cyclesPerVector: most,
    multipliers: pe,
    memoryBits: bits.all,
    indexBits: bits.index,
    folding: { pe, simd: chunk },
    stages: (vectors, naming) => [stageOf(array, rows, most, vectors, naming)],
    departuresOf: model,
  };
};

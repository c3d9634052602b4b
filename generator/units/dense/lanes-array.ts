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
import { lanesModel } from './lanes-model.js';
import { adderTreeLevels } from './mac-array.js';
import type { Matrix } from './matrix.js';
import type { Product } from './product/product.js';
import { type Field, romWord } from './rom-word.js';
import { wordOf } from './single-product.js';
import { valueProduct, valueView } from './value-product.js';
import type { VectorArray } from './vector-array.js';
import { zeroExtended } from './zero-extended.js';

interface LanesArray extends Matrix {
  readonly source: VectorSource;
  readonly pe: number;
  readonly simd: number;
  readonly product: Product;
}

type Folding = Pick<LanesArray, 'outputs' | 'inputs' | 'pe' | 'simd' | 'source'>;

const beatsOf = ({ outputs, inputs, pe, simd, source }: Folding) => {
  const inputLanes = greatestCommonDivisor(lanesOfSource(source, inputs), simd);
  const inputBeats = inputs / inputLanes;
  const outputLanes = drainLanes(outputs, pe, inputBeats);
  const folds = Math.ceil(outputs / pe);
  const steps = Math.ceil(inputs / simd);
  return { inputLanes, inputBeats, outputLanes, folds, steps };
};

/** Cycles of a vector without zeros, but for those of very few cycles. */
export const lanesCycles = (folding: Folding): number => {
  const { inputBeats, outputLanes, folds, steps } = beatsOf(folding);
  return Math.max(inputBeats, folds * steps, folding.outputs / outputLanes);
};

const shapeOf = (array: LanesArray) => {
  const { simd, product } = array;
  const beats = beatsOf(array);
  const { folds, steps } = beats;
  return {
    ...beats,
    placeBits: unsignedBitsFor(steps - 1),
    countBits: Math.max(unsignedBitsFor(steps), unsignedBitsFor(steps - 1)),
    addressBits: unsignedBitsFor(folds * steps - 1),
    levels: adderTreeLevels(simd),
    valueBits: product.activationBits,
    weightBits: product.weightBits,
  };
};

type Shape = ReturnType<typeof shapeOf>;

/** Weights of a lane: a word a place, folds outermost, PE 0 lowest. */
const laneMemory = (array: LanesArray, shape: Shape, lane: number, name: string): MemoryModule => {
  const { outputs, inputs, weights, pe, simd, product } = array;
  const { folds, steps, weightBits } = shape;
  const words: bigint[] = [];
  for (let fold = 0; fold < folds; fold++) {
    for (let step = 0; step < steps; step++) {
      const input = step * simd + lane;
      const fields = Array.from({ length: pe }, (_, p): Field => {
        const row = fold * pe + p;
        const exists = row < outputs && input < inputs;
        return [wordOf(product, exists ? weights[row * inputs + input] : undefined), weightBits];
      });
      words.push(romWord(fields));
    }
  }
  const description = `weights of inputs ${lane}, ${lane + simd}, ...; per word those of ${pe} outputs`;
  return { kind: 'memory', name, widthBits: pe * weightBits, words, description };
};

const modelOf = (array: LanesArray, { inputLanes, outputLanes }: Shape) =>
  lanesModel(array, inputLanes, outputLanes);

const stageOf = (array: LanesArray, most: number, vectors: number, naming: Naming): Stage => {
  const { outputs, inputs, pe, simd, accBits, inputFormat } = array;
  const shape = shapeOf(array);
  const { inputLanes, inputBeats, outputLanes, folds, steps, placeBits } = shape;
  const name = `${naming.module}_array`;
  const memories = Array.from({ length: simd }, (_, lane) => ({
    lane,
    memory: laneMemory(array, shape, lane, `${naming.module}_weights_${lane}`),
  }));
  const groups = simd / inputLanes;
  const groupBits = unsignedBitsFor(groups - 1);
  const beatBits = unsignedBitsFor(inputBeats - 1);
  const foldBits = unsignedBitsFor(folds - 1);
  const vectorBits = unsignedBitsFor(vectors - 1);
  const code = { code: 'code', codeSign: 'code[IN_BITS-1]' };
  const cells = valueView(array, inputLanes, code, naming);
  const model = modelOf(array, shape);
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/lanes_array',
      instances: [
        ...memories.map(
          ({ lane, memory }): Instance => ({
            name: `weights_${lane}`,
            module: memory,
            dslName: `${naming.dslName}.weights${lane}`,
          }),
        ),
        ...cells.instances,
      ],
      view: {
        name,
        dslName: naming.dslName,
        ...shape,
        ...cells.view,
        ...{ pe, simd, outputs, accBits, beatBits, groupBits, foldBits, vectorBits },
        most: Math.ceil(most),
        inputBits: inputLanes * inputFormat.bits,
        outputBits: outputLanes * accBits,
        firstBeat: unsignedDecimal(beatBits, 0),
        lastBeat: unsignedDecimal(beatBits, inputBeats - 1),
        firstGroup: unsignedDecimal(groupBits, 0),
        lastGroup: unsignedDecimal(groupBits, groups - 1),
        firstFold: unsignedDecimal(foldBits, 0),
        lastFold: unsignedDecimal(foldBits, folds - 1),
        foldStep: bitVector(shape.addressBits, steps),
        firstVector: unsignedDecimal(vectorBits, 0),
        lastVector: unsignedDecimal(vectorBits, vectors - 1),
        written: zeroExtended('write', 1, shape.countBits),
        place: zeroExtended('entry[VALUE_BITS+:PLACE_BITS]', placeBits, shape.addressBits),
        listDepth: 2 ** placeBits + steps,
        tail: outputs - (folds - 1) * pe,
        conversionBeatBits: unsignedBitsFor(folds),
        conversionCountBits: unsignedBitsFor(pe + outputLanes),
        memories: memories.map(({ lane, memory }) => ({ lane, module: memory.name })),
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
 * Cnvlutin's array: `simd` lanes that list their activations other than zero and go through these lists,
 * each for `pe` outputs at a time. The weights are dense.
 */
export const lanesArray = (
  matrix: Matrix,
  source: VectorSource,
  folding: { readonly pe: number; readonly simd: number },
): VectorArray => {
  const { inputFormat, inputs, accBits } = matrix;
  const product = valueProduct(matrix, source);
  const array: LanesArray = { ...matrix, source, ...folding, product };
  const { pe, simd } = folding;
  const shape = shapeOf(array);
  const { inputBeats, outputLanes, folds, steps, placeBits, valueBits, weightBits } = shape;
  const model = modelOf(array, shape);
  const most = mostCycles(model, source, inputs, inputBeats);
  return {
    inputFormat,
    inputLanes: shape.inputLanes,
    outputLanes,
    resultLanes: outputLanes,
    accBits,
    cyclesPerVector: most,
    multipliers: pe * simd,
    memoryBits: simd * steps * (folds * pe * weightBits + 2 * (placeBits + valueBits)),
    indexBits: simd * steps * 2 * placeBits,
    folding: { pe, simd },
    stages: (vectors, naming) => [stageOf(array, most, vectors, naming)],
    departuresOf: model,
  };
};

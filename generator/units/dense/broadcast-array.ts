import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { Instance, MemoryModule, Stage } from '../../ir/module.js';
import { fixedFeed } from '../../stream/feed.js';
import type { Naming } from '../unit.js';
import { broadcastModel, queueDepth } from './broadcast-model.js';
import { type ColumnLists, columnLists } from './column-lists.js';
import {
  drainLanes,
  lanesOfSource,
  leastZeros,
  mostCycles,
  type VectorSource,
} from './data-cycles.js';
import { drainView } from './drain-view.js';
import type { Matrix } from './matrix.js';
import type { Product } from './product/product.js';
import { romWord } from './rom-word.js';
import { wordOf } from './single-product.js';
import { valueProduct, valueView } from './value-product.js';
import type { VectorArray } from './vector-array.js';
import { zeroExtended } from './zero-extended.js';

interface BroadcastArray extends Matrix {
  readonly source: VectorSource;
  readonly pe: number;
  readonly lists: ColumnLists;
  readonly product: Product;
}

const slotsOf = ({ outputs, pe }: { readonly outputs: number; readonly pe: number }): number =>
  Math.ceil(outputs / pe);

const shapeOf = (array: BroadcastArray) => {
  const { outputs, inputs, pe, lists, source, product } = array;
  const slots = slotsOf(array);
  const inputLanes = lanesOfSource(source, inputs);
  const counts = lists.starts.flatMap((starts) =>
    Array.from(starts.subarray(1), (end, column) => end - (starts[column] as number)),
  );
  const longest = Math.max(1, ...lists.entries.map(({ length }) => length));
  return {
    slots,
    slotBits: unsignedBitsFor(slots - 1),
    inputLanes,
    laneBits: unsignedBitsFor(inputLanes - 1),
    inputBeats: inputs / inputLanes,
    outputLanes: drainLanes(outputs, pe, inputs / inputLanes),
    columnBits: unsignedBitsFor(inputs - 1),
    addressBits: unsignedBitsFor(longest - 1),
    countBits: unsignedBitsFor(Math.max(1, ...counts)),
    valueBits: product.activationBits,
    weightBits: product.weightBits,
    runBits: lists.runBits,
  };
};

/** Of each column the start and number of its entries, PE 0 lowest. */
const pointerMemory = (array: BroadcastArray, name: string): MemoryModule => {
  const { inputs, pe, lists } = array;
  const { addressBits, countBits } = shapeOf(array);
  const words = Array.from({ length: inputs }, (_, column) =>
    romWord(
      lists.starts.flatMap((starts): [number, number][] => {
        const start = starts[column] as number;
        const count = (starts[column + 1] as number) - start;
        return [
          [count === 0 ? 0 : start, addressBits],
          [count, countBits],
        ];
      }),
    ),
  );
  const description = `per column and PE, PE 0 lowest: first entry ${addressBits} bits, entries ${countBits} bits`;
  return { kind: 'memory', name, widthBits: pe * (addressBits + countBits), words, description };
};

const entryMemories = (array: BroadcastArray, name: string): readonly MemoryModule[] => {
  const { lists, product } = array;
  const { weightBits, runBits } = shapeOf(array);
  return lists.entries.map((entries, pe) => ({
    kind: 'memory',
    name: `${name}_${pe}`,
    widthBits: runBits + weightBits,
    words:
      entries.length === 0
        ? [0n]
        : entries.map(({ weight, run }) =>
            romWord([
              [wordOf(product, weight), weightBits],
              [run, runBits],
            ]),
          ),
    description: `weights of PE ${pe}, column by column; above each the rows skipped, ${runBits} bits`,
  }));
};

const romBitsOf = (array: BroadcastArray) => {
  const { inputs, pe, lists } = array;
  const { addressBits, countBits, runBits, weightBits } = shapeOf(array);
  const entries = lists.entries.reduce((sum, { length }) => sum + Math.max(1, length), 0);
  const indices = inputs * pe * (addressBits + countBits) + entries * runBits;
  return { indices, all: indices + entries * weightBits };
};

const queueBitsOf = (array: BroadcastArray): number => {
  const { addressBits, countBits, valueBits } = shapeOf(array);
  return array.pe * queueDepth * (addressBits + countBits + valueBits + 1);
};

const modelOf = (array: BroadcastArray) => {
  const { inputs, outputs, lists } = array;
  const { inputLanes, outputLanes } = shapeOf(array);
  return broadcastModel({ lists, inputs, lanes: inputLanes, beats: outputs / outputLanes });
};

const stageOf = (array: BroadcastArray, most: number, vectors: number, naming: Naming): Stage => {
  const { outputs, inputs, pe, accBits, inputFormat } = array;
  const shape = shapeOf(array);
  const { inputLanes, outputLanes, columnBits, laneBits, slotBits, runBits } = shape;
  const name = `${naming.module}_array`;
  const pointers = pointerMemory(array, `${naming.module}_pointers`);
  const entries = entryMemories(array, `${naming.module}_entries`);
  const code = { code: 'code', codeSign: 'code[IN_BITS-1]' };
  const cells = valueView(array, 1, code, naming);
  const instances: readonly Instance[] = [
    { name: 'pointers', module: pointers, dslName: `${naming.dslName}.pointers` },
    ...entries.map((module, p) => ({
      name: `entries_${p}`,
      module,
      dslName: `${naming.dslName}.entries${p}`,
    })),
    ...cells.instances,
  ];
  const model = modelOf(array);
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/broadcast_array',
      instances,
      view: {
        name,
        dslName: naming.dslName,
        ...shape,
        ...cells.view,
        ...drainView({ outputs, pe, lanes: outputLanes, vectors }),
        ...{ pe, outputs, accBits },
        most: Math.ceil(most),
        inputBits: inputLanes * inputFormat.bits,
        outputBits: outputLanes * accBits,
        lastBase: unsignedDecimal(columnBits, inputs - inputLanes),
        lanesStep: bitVector(columnBits, inputLanes),
        lane: zeroExtended('lane', laneBits, columnBits),
        run: zeroExtended('entry[WEIGHT_BITS+:RUN_BITS]', runBits, slotBits),
        ending: shape.countBits === 1 ? "1'b1" : `left <= ${unsignedDecimal(shape.countBits, 1)}`,
        queueDepth,
        queueAddressBits: unsignedBitsFor(queueDepth - 1),
        queueCountBits: unsignedBitsFor(queueDepth),
        pointers: pointers.name,
        entries: entries.map((module, p) => ({
          pe: p,
          module: module.name,
          bits: unsignedBitsFor(module.words.length - 1),
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
 * EIE's array: activations other than zero are broadcast to `pe` PEs, which hold the non-zero weights of
 * the rows between them by columns. `cyclesPerVector` is that of a vector without zeros.
 */
export const broadcastArray = (matrix: Matrix, source: VectorSource, pe: number): VectorArray => {
  const { outputs, inputs, weights, inputFormat, accBits } = matrix;
  const slotBits = unsignedBitsFor(slotsOf({ outputs, pe }) - 1);
  const lists = columnLists(weights, outputs, pe, slotBits);
  const product = valueProduct(matrix, source);
  const array: BroadcastArray = { ...matrix, source, pe, lists, product };
  const { inputLanes, outputLanes, inputBeats, slots } = shapeOf(array);
  const roms = romBitsOf(array);
  const model = modelOf(array);
  const most = mostCycles(model, source, inputs, inputBeats);
  return {
    inputFormat,
    inputLanes,
    outputLanes,
    resultLanes: outputLanes,
    accBits,
    cyclesPerVector: most,
    multipliers: pe,
    memoryBits: roms.all + queueBitsOf(array) + 2 * pe * slots * accBits,
    indexBits: roms.indices,
    folding: { pe },
    stages: (vectors, naming) => [stageOf(array, most, vectors, naming)],
    departuresOf: model,
  };
};

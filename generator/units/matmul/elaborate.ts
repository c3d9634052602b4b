import type { Hardware, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf, elementsOf } from '../../ir/stream.js';
import { centreStage } from '../../stream/centre.js';
import { fifo, fifoBits } from '../../stream/fifo.js';
import { convertLanes } from '../../stream/lanes.js';
import {
  type PartialSumsOptions,
  partialSums,
  partialSumsBits,
} from '../../stream/partial-sums.js';
import { isDrained, tileDrain } from '../../stream/tile-drain.js';
import { type TileStoreOptions, tileStore, tileStoreBits } from '../../stream/tile-store.js';
import { tilesOf } from '../../stream/tiles.js';
import { requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { arrayBits, arrayLanes, matmulCore } from './core.js';
import { sumBits, sumRange } from './plan.js';
import type { MatmulSpec } from './spec.js';

/** An operand's buffer, its zero point taken off, its elements in the words of its feed; of so many tensors. */
export const matmulHead = (spec: MatmulSpec, index: 0 | 1, tensors = 1): readonly Stage[] => {
  const input = spec.inputs[index];
  const depth = spec.parameters.inputFifo[index];
  if (!input) throw new Error(`there is no input ${index}`);
  const operand = spec.operands[index];
  const feed = spec.plan.feeds[index];
  const elements = elementsOf(input);
  const buffer = { widthBits: dataBitsOf(input), depth, beats: tensors * beatsOf(input) };
  return [
    ...(depth === 0 ? [] : [fifo(`buffer${index}`, buffer)]),
    ...(operand.centred ? [centreStage(`centre${index}`, input)] : []),
    ...convertLanes(
      `gather${index}`,
      operand.bits,
      { lanes: input.lanes, group: elements },
      { lanes: feed.word, group: feed.group },
      tensors * elements,
    ),
  ];
};

/** Adds up the tiles of the depth, where the array holds only a part of it. */
const partialSumsOf = (spec: MatmulSpec): PartialSumsOptions | undefined => {
  const { plan, shape, operands } = spec;
  if (plan.depth.count === 1) return undefined;
  return {
    instance: 'sums',
    lanes: plan.array[1],
    inBits: arrayBits(spec),
    outBits: sumBits(operands, shape.depth),
    vectors: shape.rows,
    passes: plan.depth.count,
    runs: shape.matrices * plan.columns.count,
  };
};

/** Room for a run of sums, which come faster than they leave. */
const runOf = (spec: MatmulSpec) => {
  const { plan, shape, operands } = spec;
  if (plan.depth.count === 1 || plan.words.width === 1) return undefined;
  return {
    widthBits: arrayLanes(plan) * sumBits(operands, shape.depth),
    depth: shape.rows,
    beats: shape.matrices * plan.columns.count * shape.rows,
  };
};

const storeOf = ({ plan, shape, output }: MatmulSpec): TileStoreOptions | undefined => {
  const { rows, words, lanes } = plan;
  if (rows.width === 1 || words.count === 1) return undefined;
  const widthBits = lanes * output.format.bits;
  return { instance: 'store', widthBits, rows, words, matrices: shape.matrices };
};

const drain = (spec: MatmulSpec, tensors: number): readonly Stage[] => {
  const { plan, shape, operands } = spec;
  const { words, lanes } = plan;
  const alongRows = plan.dataflow !== 'weight-stationary';
  const rows = alongRows ? plan.rows : tilesOf(shape.rows, 1);
  if (isDrained({ rows, words })) return [];
  const widthBits = lanes * sumBits(operands, shape.depth);
  const matrices = tensors * shape.matrices;
  return [tileDrain({ instance: 'drain', widthBits, rows, words, alongRows, matrices })];
};

/** From the array's beats to the result's, of so many tensors. */
export const matmulBody = (spec: MatmulSpec, naming: Naming, tensors = 1): readonly Stage[] => {
  const { plan, shape, operands, rescale, output } = spec;
  const sums = partialSumsOf(spec);
  const run = runOf(spec);
  const store = storeOf(spec);
  const accBits = sumBits(operands, shape.depth);
  return [
    ...(sums ? [partialSums(sums)] : []),
    ...(run ? [fifo('run', run)] : []),
    ...drain(spec, tensors),
    requantizeStage({
      naming,
      rescale,
      bias: [0],
      ranges: [sumRange(operands, shape.depth)],
      lanes: plan.lanes,
      beats: tensors * beatsOf(output),
      accBits,
      sumBits: accBits,
      outBits: output.format.bits,
    }),
    ...(store ? [tileStore(store)] : []),
  ];
};

/** Both operands to the array, its sums to the result; see README.md. */
export const elaborateMatmul = (spec: MatmulSpec, naming: Naming): Hardware => ({
  heads: [matmulHead(spec, 0), matmulHead(spec, 1)],
  merge: matmulCore(spec, naming),
  body: matmulBody(spec, naming),
});

/** Bits of all buffers. */
export const matmulMemoryBits = (spec: MatmulSpec): number => {
  const { plan, inputs, parameters } = spec;
  const sums = partialSumsOf(spec);
  const run = runOf(spec);
  const store = storeOf(spec);
  return (
    plan.feeds.reduce((sum, { memoryBits }) => sum + memoryBits, 0) +
    inputs.reduce((sum, input, i) => {
      const depth = parameters.inputFifo[i === 0 ? 0 : 1];
      return sum + fifoBits(dataBitsOf(input), depth);
    }, 0) +
    (sums ? partialSumsBits(sums) : 0) +
    (run ? fifoBits(run.widthBits, run.depth) : 0) +
    (store ? tileStoreBits(store) : 0)
  );
};

import type { Stage } from '../../ir/module.js';
import type { AccumulatorRange, Reach } from '../../numeric/reach.js';
import type { Flow } from '../../schedule/flow.js';
import { type Feed, fixedFeed } from '../../stream/feed.js';
import { convertLanes } from '../../stream/lanes.js';
import { type Beats, everyCycle, inSeries, type Timing } from '../../stream/timing.js';
import type { Rescale } from '../requantize/rescale.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import type { VectorArray } from './vector-array.js';

/** A PE array with what rescales its results. */
export interface ArrayLayer {
  readonly array: VectorArray;
  /** Vectors in a tensor, and results of each. */
  readonly vectors: number;
  readonly outputs: number;
  readonly bias: readonly number[];
  readonly ranges: readonly AccumulatorRange[];
  readonly sumBits: number;
  readonly rescale: Rescale;
  readonly outBits: number;
}

/** An array whose passes see the same vector, with what feeds it: dense and convolution. */
export interface MatrixVector extends ArrayLayer {
  /** Elements of a vector. */
  readonly inputs: number;
  /** Lanes of the stream of vectors, and elements after which it starts a new beat. */
  readonly inLanes: number;
  readonly inGroup: number;
}

/** Bias, ranges and widths of an array's results: what its accumulators lack goes with the bias. */
export const reachOfArray = (
  { offsets }: VectorArray,
  { bias, ranges, sumBits }: Reach,
): Pick<ArrayLayer, 'bias' | 'ranges' | 'sumBits'> => {
  if (!offsets) return { bias, ranges, sumBits };
  const at = (output: number): number => offsets[output] as number;
  return {
    bias: bias.map((code, output) => code + at(output)),
    ranges: ranges.map(({ low, high }, o) => ({ low: low - at(o), high: high - at(o) })),
    sumBits,
  };
};

const requantizeOptions = ({ array, ...layer }: ArrayLayer, naming: Naming) => ({
  naming,
  rescale: layer.rescale,
  bias: layer.bias,
  ranges: layer.ranges,
  lanes: array.resultLanes,
  beats: (layer.vectors * layer.outputs) / array.resultLanes,
  accBits: array.accBits,
  sumBits: layer.sumBits,
  outBits: layer.outBits,
});

const gatherStages = ({ array, vectors, inputs, inLanes, inGroup }: MatrixVector) =>
  convertLanes(
    'gather',
    array.inputFormat.bits,
    { lanes: inLanes, group: inGroup },
    { lanes: array.inputLanes, group: inputs },
    vectors * inputs,
  );

const scatterStages = ({ array, vectors, outputs }: ArrayLayer): readonly Stage[] =>
  convertLanes(
    'scatter',
    array.accBits,
    { lanes: array.outputLanes, group: outputs },
    { lanes: array.resultLanes, group: outputs },
    vectors * outputs,
  );

/** The array, its results brought to their lanes, and their requantization. */
export const arrayStages = (layer: ArrayLayer, naming: Naming): readonly Stage[] => [
  ...layer.array.stages(layer.vectors, naming),
  ...scatterStages(layer),
  requantizeStage(requantizeOptions(layer, naming)),
];

/** Stages from a stream of vectors to the stream of result codes. */
export const matrixVectorStages = (layer: MatrixVector, naming: Naming): readonly Stage[] => [
  ...gatherStages(layer),
  ...arrayStages(layer, naming),
];

const timingOf = (stages: readonly Stage[]): Timing => inSeries(stages.map(({ timing }) => timing));

/** Beats of an array's input whose source is always valid: some tensors, one after another. */
export const gatheredFeed = (layer: MatrixVector, tensors: number): Feed => {
  const { inLanes, inGroup } = layer;
  const all = { ...layer, vectors: layer.vectors * tensors };
  const beats = Math.ceil(inGroup / inLanes) * ((all.vectors * layer.inputs) / inGroup);
  return fixedFeed(timingOf(gatherStages(all)).departures(everyCycle(beats)));
};

/**
 * Where cycles depend on the data: when the result beats of some tensors leave, one tensor after another,
 * which come from `feed`, the results always taken. Undefined where they do not.
 */
export const dataDepartures = (
  layer: MatrixVector,
  feed: Feed,
  isZero: Uint8Array,
  tensors: number,
): Beats | undefined => {
  const { array } = layer;
  if (!array.departuresOf) return undefined;
  const all = { ...layer, vectors: layer.vectors * tensors };
  const results = array.departuresOf(feed, isZero);
  const naming = { module: '', dslName: '' };
  return timingOf([
    ...scatterStages(all),
    requantizeStage(requantizeOptions(all, naming)),
  ]).departures(results);
};

/** Bits of the array and of the requantizer's constants. */
export const arrayMemoryBits = (layer: ArrayLayer): number =>
  layer.array.memoryBits +
  requantizeMemoryBits(requantizeOptions(layer, { module: '', dslName: '' }));

/** Of the array's bits those that say where weights are; nothing where they lie in order. */
export const arrayIndexBits = ({
  array: { indexBits },
}: ArrayLayer): { readonly indexBits?: number } => (indexBits ? { indexBits } : {});

/** Cycles of the array for a tensor. */
export const arrayCycles = ({ array, vectors }: ArrayLayer): number =>
  vectors * array.cyclesPerVector;

/** The flow of an array whose results leave as their rows of the matrix are done. */
export const arrayFlow = (flow: Flow, { array, outputs }: ArrayLayer): Flow => ({
  ...flow,
  spreadCycles: flow.cyclesPerVector * (1 - Math.min(1, array.outputLanes / outputs)),
});

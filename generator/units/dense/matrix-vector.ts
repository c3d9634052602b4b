import type { Problem } from '../../error.js';
import type { NumberFormat } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { divisorsOf } from '../../numeric/divisors.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import { convertLanes } from '../../stream/lanes.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import type { Rescale } from '../requantize/rescale.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { type MacArray, macArrayMemoryBits, macArrayStage, matrixArray } from './mac-array.js';
import {
  type SkipArray,
  skipArrayLanes,
  skipArrayMemoryBits,
  skipArrayStage,
} from './skip-array.js';
import { canSkip, skipSchedule } from './skip-schedule.js';

/** A PE array with what feeds it and what rescales its results. */
export interface ArrayLayer {
  readonly array: MacArray;
  /** Vectors in a tensor, and results of each. */
  readonly vectors: number;
  readonly outputs: number;
  /** Lanes of the result; divides the outputs. */
  readonly outLanes: number;
  readonly bias: readonly number[];
  readonly ranges: readonly AccumulatorRange[];
  readonly sumBits: number;
  readonly rescale: Rescale;
  readonly outBits: number;
}

/** An array whose passes see the same vector: dense and convolution. */
export interface MatrixVector extends ArrayLayer {
  /** The array that skips zeros, in place of `array`; its results come one a beat. */
  readonly skip: SkipArray | undefined;
  /** Elements of a vector. */
  readonly inputs: number;
  /** Lanes of the stream of vectors, and elements after which it starts a new beat. */
  readonly inLanes: number;
  readonly inGroup: number;
}

/**
 * Fewest result lanes that keep up with the array: a word of `pe` results leaves before the next one
 * comes, `steps` cycles later. Lanes that divide `pe` need only a shift register.
 */
export const resultLanes = (outputs: number, pe: number, steps: number): number => {
  const enough = divisorsOf(outputs).filter((lanes) => lanes * steps >= pe);
  return enough.find((lanes) => pe % lanes === 0) ?? (enough[0] as number);
};

const requantizeOptions = (layer: ArrayLayer, naming: Naming) => ({
  naming,
  rescale: layer.rescale,
  bias: layer.bias,
  ranges: layer.ranges,
  lanes: layer.outLanes,
  beats: (layer.vectors * layer.outputs) / layer.outLanes,
  accBits: layer.array.accBits,
  sumBits: layer.sumBits,
  outBits: layer.outBits,
});

/** The array, its results brought to `outLanes` a beat, and their requantization. */
export const arrayStages = (layer: ArrayLayer, naming: Naming): readonly Stage[] => {
  const { array, vectors, outputs, outLanes } = layer;
  const scatter = convertLanes(
    'scatter',
    array.accBits,
    { lanes: array.pe, group: outputs },
    { lanes: outLanes, group: outputs },
    vectors * outputs,
  );
  return [
    macArrayStage(array, vectors, naming),
    ...scatter,
    requantizeStage(requantizeOptions(layer, naming)),
  ];
};

/** Stages from a stream of vectors to the stream of result codes. */
export const matrixVectorStages = (layer: MatrixVector, naming: Naming): readonly Stage[] => {
  const { array, vectors, inputs, skip } = layer;
  const elementBits = array.inputFormat.bits;
  const gather = convertLanes(
    'gather',
    elementBits,
    { lanes: layer.inLanes, group: layer.inGroup },
    { lanes: skip ? skipArrayLanes(skip) : array.simd, group: inputs },
    vectors * inputs,
  );
  if (skip) {
    return [
      ...gather,
      skipArrayStage(skip, vectors, naming),
      requantizeStage(requantizeOptions(layer, naming)),
    ];
  }
  const replay =
    array.folds === 1
      ? []
      : [
          vectorBuffer({
            instance: 'vectors',
            widthBits: array.simd * elementBits,
            words: array.steps,
            passes: array.folds,
            vectors,
          }),
        ];
  return [...gather, ...replay, ...arrayStages(layer, naming)];
};

const constantMemoryBits = (layer: ArrayLayer): number =>
  requantizeMemoryBits(requantizeOptions(layer, { module: '', dslName: '' }));

/** Bits of weight and constant ROM. */
export const arrayMemoryBits = (layer: ArrayLayer): number =>
  macArrayMemoryBits(layer.array) + constantMemoryBits(layer);

/** Bits of weight and constant ROM and of the vector buffer. */
export const matrixVectorMemoryBits = (layer: MatrixVector): number => {
  const { array, skip } = layer;
  if (skip) return skipArrayMemoryBits(skip) + constantMemoryBits(layer);
  const buffer =
    array.folds > 1 ? vectorBufferBits(array.simd * array.inputFormat.bits, array.steps) : 0;
  return arrayMemoryBits(layer) + buffer;
};

/** Cycles of the array for a tensor. */
export const arrayCycles = ({ array, vectors }: ArrayLayer): number =>
  vectors * array.folds * array.steps;

export const matrixVectorCycles = (layer: MatrixVector): number =>
  layer.skip ? layer.vectors * layer.skip.schedule.length : arrayCycles(layer);

/** Products a cycle. */
export const matrixVectorMultipliers = ({ array, skip }: MatrixVector): number =>
  skip ? skip.schedule.lists.length : array.pe * array.simd;

/**
 * The arrays of a layer: the folded one, and where `skip` is wanted the one that leaves out zeros.
 * Problems when lists are too short for vectors to come and results to leave beside them.
 */
export const matrixArrays = (options: MatrixArrayOptions, place: string) => {
  const { outputs, inputs, pe, simd, weights, inputFormat, accBits } = options;
  const array = matrixArray(options);
  if (!options.skip) return { array, skip: undefined, problems: [] };
  const schedule = skipSchedule(weights, outputs, pe);
  const { weightBits } = array;
  const skip: SkipArray = { schedule, inputs, outputs, weightBits, inputFormat, accBits };
  const problem = (reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.array.skip`,
    reason,
    hint,
  });
  const problems = [
    ...(simd === 1 ? [] : [problem(`goes with simd 1, not ${simd}`, 'leave simd away')]),
    ...(canSkip(inputs, outputs, schedule.length)
      ? []
      : [
          problem(
            `gives lists of ${schedule.length} entries, too short for ${inputs} inputs and ${outputs} outputs a vector`,
            'set a smaller pe, or skip false',
          ),
        ]),
  ];
  return { array, skip, problems };
};

interface MatrixArrayOptions {
  readonly outputs: number;
  readonly inputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly skip: boolean;
  readonly weights: Int32Array;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
}

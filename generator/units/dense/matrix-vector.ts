import type { Stage } from '../../ir/module.js';
import { divisorsOf } from '../../numeric/divisors.js';
import { convertLanes } from '../../stream/lanes.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import type { Rescale } from '../requantize/rescale.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { type MacArray, macArrayMemoryBits, macArrayStage } from './mac-array.js';

/** A PE array with what feeds it and what rescales its results. */
export interface ArrayLayer {
  readonly array: MacArray;
  /** Vectors in a tensor, and results of each. */
  readonly vectors: number;
  readonly outputs: number;
  /** Lanes of the result; divides the outputs. */
  readonly outLanes: number;
  readonly bias: readonly number[];
  readonly sumBits: number;
  readonly rescale: Rescale;
  readonly outBits: number;
}

/** An array whose passes see the same vector: dense and convolution. */
export interface MatrixVector extends ArrayLayer {
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
  const { array, vectors, inputs } = layer;
  const elementBits = array.inputFormat.bits;
  const gather = convertLanes(
    'gather',
    elementBits,
    { lanes: layer.inLanes, group: layer.inGroup },
    { lanes: array.simd, group: inputs },
    vectors * inputs,
  );
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

/** Bits of weight and constant ROM. */
export const arrayMemoryBits = (layer: ArrayLayer): number =>
  macArrayMemoryBits(layer.array) +
  requantizeMemoryBits(requantizeOptions(layer, { module: '', dslName: '' }));

/** Bits of weight and constant ROM and of the vector buffer. */
export const matrixVectorMemoryBits = (layer: MatrixVector): number => {
  const { array } = layer;
  const buffer =
    array.folds > 1 ? vectorBufferBits(array.simd * array.inputFormat.bits, array.steps) : 0;
  return arrayMemoryBits(layer) + buffer;
};

/** Cycles of the array for a tensor. */
export const arrayCycles = ({ array, vectors }: ArrayLayer): number =>
  vectors * array.folds * array.steps;

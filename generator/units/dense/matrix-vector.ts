import type { Stage } from '../../ir/module.js';
import { vectorBuffer, vectorBufferBits } from '../../stream/vector-buffer.js';
import { widthConverter } from '../../stream/width-converter.js';
import type { Rescale } from '../requantize/rescale.js';
import { requantizeMemoryBits, requantizeStage } from '../requantize/stage.js';
import type { Naming } from '../unit.js';
import { foldsOf, type MacArray, macArrayMemoryBits, macArrayStage, stepsOf } from './mac-array.js';

/** A PE array with what feeds it and what rescales its results. */
export interface MatrixVector {
  readonly array: MacArray;
  /** Vectors in a tensor. */
  readonly vectors: number;
  /** Lanes of the stream of vectors. */
  readonly inLanes: number;
  /** Lanes of the result; divides the outputs. */
  readonly outLanes: number;
  readonly bias: readonly number[];
  readonly sumBits: number;
  readonly rescale: Rescale;
  readonly outBits: number;
}

const divisors = (n: number): readonly number[] =>
  Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);

/**
 * Fewest result lanes that keep up with the array: a word of `pe` results leaves before the next one
 * comes, `steps` cycles later. Lanes that divide `pe` need only a shift register.
 */
export const resultLanes = (outputs: number, pe: number, steps: number): number => {
  const enough = divisors(outputs).filter((lanes) => lanes * steps >= pe);
  return enough.find((lanes) => pe % lanes === 0) ?? (enough[0] as number);
};

const requantizeOptions = (mv: MatrixVector, naming: Naming) => ({
  naming,
  rescale: mv.rescale,
  bias: mv.bias,
  lanes: mv.outLanes,
  beats: (mv.vectors * mv.array.outputs) / mv.outLanes,
  accBits: mv.array.accBits,
  sumBits: mv.sumBits,
  outBits: mv.outBits,
});

/** Stages from a stream of input vectors (each starting a beat) to the stream of result codes. */
export const matrixVectorStages = (mv: MatrixVector, naming: Naming): readonly Stage[] => {
  const { array, vectors, inLanes, outLanes } = mv;
  const { inputs, outputs, simd, pe, accBits } = array;
  const elementBits = array.inputFormat.bits;
  const stages: Stage[] = [];
  if (inLanes !== simd) {
    stages.push(
      widthConverter({
        instance: 'gather',
        elementBits,
        inLanes,
        outLanes: simd,
        group: inputs,
        groups: vectors,
      }),
    );
  }
  if (foldsOf(array) > 1) {
    stages.push(
      vectorBuffer({
        instance: 'vectors',
        widthBits: simd * elementBits,
        words: stepsOf(array),
        passes: foldsOf(array),
        vectors,
      }),
    );
  }
  stages.push(macArrayStage(array, vectors, naming));
  if (outLanes !== pe) {
    stages.push(
      widthConverter({
        instance: 'scatter',
        elementBits: accBits,
        inLanes: pe,
        outLanes,
        group: outputs,
        groups: vectors,
      }),
    );
  }
  stages.push(requantizeStage(requantizeOptions(mv, naming)));
  return stages;
};

/** Bits of weight and constant ROM and of the vector buffer. */
export const matrixVectorMemoryBits = (mv: MatrixVector): number => {
  const { array } = mv;
  const buffer =
    foldsOf(array) > 1 ? vectorBufferBits(array.simd * array.inputFormat.bits, stepsOf(array)) : 0;
  return (
    macArrayMemoryBits(array) +
    requantizeMemoryBits(requantizeOptions(mv, { module: '', dslName: '' })) +
    buffer
  );
};

/** Cycles of the array for a tensor. */
export const matrixVectorCycles = ({ array, vectors }: MatrixVector): number =>
  vectors * foldsOf(array) * stepsOf(array);

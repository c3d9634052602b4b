import { unsignedDecimal } from '../../emit/literal.js';
import { isSigned, type NumberFormat, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import type { Beats } from '../../stream/timing.js';
import type { Naming } from '../unit.js';

/**
 * A folded matrix-vector product: outputs x inputs weights (row-major, zero point already removed),
 * `pe` outputs and `simd` inputs a cycle. A vector costs folds x steps cycles.
 */
export interface MacArray {
  readonly outputs: number;
  readonly inputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly weights: Int32Array;
  readonly weightBits: number;
  readonly inputFormat: NumberFormat;
  /** Bits of the accumulator: every reachable sum, or the definition's own width where that is less. */
  readonly accBits: number;
}

export const foldsOf = ({ outputs, pe }: { outputs: number; pe: number }): number =>
  Math.ceil(outputs / pe);

export const stepsOf = ({ inputs, simd }: { inputs: number; simd: number }): number =>
  Math.ceil(inputs / simd);

/** An activation as a signed operand: unsigned formats take a bit more. */
export const operandBits = (format: NumberFormat): number =>
  format.bits + (isSigned(format) ? 0 : 1);

export const adderTreeLevels = (inputs: number): number => {
  let levels = 0;
  for (let terms = inputs; terms > 1; terms = Math.ceil(terms / 4)) levels++;
  return levels;
};

/** Cycles from the last beat of a pass to its result. */
export const macArrayLatencyCycles = (simd: number): number => adderTreeLevels(simd) + 3;

/** Word a cycle, folds outermost: weight (pe, simd) at (pe * SIMD + simd) * weightBits. */
const weightMemory = (array: MacArray, name: string): MemoryModule => {
  const { pe, simd, outputs, inputs, weights, weightBits } = array;
  const words: bigint[] = [];
  const digits = BigInt(weightBits);
  for (let fold = 0; fold < foldsOf(array); fold++) {
    for (let step = 0; step < stepsOf(array); step++) {
      let word = 0n;
      for (let p = pe - 1; p >= 0; p--) {
        for (let s = simd - 1; s >= 0; s--) {
          const output = fold * pe + p;
          const input = step * simd + s;
          const weight =
            output < outputs && input < inputs ? (weights[output * inputs + input] as number) : 0;
          word = (word << digits) | BigInt.asUintN(weightBits, BigInt(weight));
        }
      }
      words.push(word);
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * weightBits,
    words,
    description: `weights; per word ${pe} output(s) x ${simd} input(s) of ${weightBits} bits`,
  };
};

export const macArrayMemoryBits = (array: MacArray): number =>
  array.pe * array.simd * array.weightBits * foldsOf(array) * stepsOf(array);

/** Narrowest width of the weights as signed operands. */
export const weightBitsOf = (weights: Int32Array): number => {
  let minimum = 0;
  let maximum = 0;
  for (const weight of weights) {
    if (weight < minimum) minimum = weight;
    if (weight > maximum) maximum = weight;
  }
  return signedBitsFor(minimum, maximum);
};

/** `vectors` per tensor; beats in: steps x folds a vector, out: one of `pe` accumulators a fold. */
export const macArrayStage = (array: MacArray, vectors: number, naming: Naming): Stage => {
  const { pe, simd, accBits, inputFormat } = array;
  const folds = foldsOf(array);
  const steps = stepsOf(array);
  const levels = adderTreeLevels(simd);
  const latency = macArrayLatencyCycles(simd);
  const memory = weightMemory(array, `${naming.module}_weights`);
  const addressBits = unsignedBitsFor(folds * steps - 1);
  const stepBits = unsignedBitsFor(steps - 1);
  const name = `${naming.module}_array`;
  const slice = 'data_q[simd*IN_BITS+:IN_BITS]';
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/array',
      instances: [{ name: 'weights', module: memory, dslName: `${naming.dslName}.weights` }],
      view: {
        name,
        dslName: naming.dslName,
        pe,
        simd,
        folds,
        steps,
        lastPe: pe - 1,
        latency,
        levels,
        inputBits: simd * inputFormat.bits,
        outputBits: pe * accBits,
        inBits: inputFormat.bits,
        dataBits: operandBits(inputFormat),
        weightBits: array.weightBits,
        accBits,
        addressBits,
        firstAddress: unsignedDecimal(addressBits, 0),
        lastAddress: unsignedDecimal(addressBits, folds * steps - 1),
        folded: steps > 1,
        stepBits,
        firstStep: unsignedDecimal(stepBits, 0),
        lastStep: unsignedDecimal(stepBits, steps - 1),
        weights: memory.name,
        operand: isSigned(inputFormat) ? slice : `{1'b0, ${slice}}`,
      },
    },
    parameters: {},
    inputBits: simd * inputFormat.bits,
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

import { unsignedDecimal } from '../../emit/literal.js';
import { isSigned, type NumberFormat, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import type { Beats } from '../../stream/timing.js';
import type { Naming } from '../unit.js';

/**
 * A folded multiply-accumulate array: `pe` results x `simd` products a cycle. A vector is worked off in
 * `folds` passes of `steps` beats; each pass ends in a beat of `pe` accumulators.
 */
export interface MacArray {
  readonly pe: number;
  readonly simd: number;
  readonly folds: number;
  readonly steps: number;
  /** Activations a beat, and which of them PE `pe` multiplies at `simd` (Verilog, in both genvars). */
  readonly inputLanes: number;
  readonly operandLane: string;
  /** Weight of a PE at a place of the schedule, zero point removed; 0 where there is none. */
  weightAt(fold: number, step: number, pe: number, simd: number): number;
  readonly weightBits: number;
  readonly inputFormat: NumberFormat;
  /** Bits of the accumulator: every reachable sum, or the definition's own width where that is less. */
  readonly accBits: number;
  /** One line for the file's header: what a beat in and a beat out hold. */
  readonly order: string;
}

/** A matrix of outputs x inputs, row-major: folds outermost, every vector given once a fold. */
export const foldedMatrix = (options: {
  readonly outputs: number;
  readonly inputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly weights: Int32Array;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
}): MacArray => {
  const { outputs, inputs, pe, simd, weights } = options;
  return {
    pe,
    simd,
    folds: Math.ceil(outputs / pe),
    steps: Math.ceil(inputs / simd),
    inputLanes: simd,
    operandLane: 'simd',
    weightAt(fold, step, p, s) {
      const output = fold * pe + p;
      const input = step * simd + s;
      return output < outputs && input < inputs ? (weights[output * inputs + input] as number) : 0;
    },
    weightBits: weightBitsOf(weights),
    inputFormat: options.inputFormat,
    accBits: options.accBits,
    order: `A vector of ${inputs} comes once a pass; pass f makes outputs ${pe}f to ${pe}f + ${pe - 1} of ${outputs}.`,
  };
};

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
  const { pe, simd, folds, steps, weightBits } = array;
  const words: bigint[] = [];
  const mask = 2 ** weightBits;
  for (let fold = 0; fold < folds; fold++) {
    for (let step = 0; step < steps; step++) {
      let bits = '';
      for (let p = pe - 1; p >= 0; p--) {
        for (let s = simd - 1; s >= 0; s--) {
          const weight = array.weightAt(fold, step, p, s);
          const code = weight < 0 ? weight + mask : weight;
          bits += code.toString(2).padStart(weightBits, '0');
        }
      }
      words.push(BigInt(`0b${bits}`));
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * weightBits,
    words,
    description: `weights; per word ${pe} result(s) x ${simd} product(s) of ${weightBits} bits`,
  };
};

export const macArrayMemoryBits = ({ pe, simd, weightBits, folds, steps }: MacArray): number =>
  pe * simd * weightBits * folds * steps;

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
  const { pe, simd, folds, steps, accBits, inputFormat, inputLanes } = array;
  const latency = macArrayLatencyCycles(simd);
  const memory = weightMemory(array, `${naming.module}_weights`);
  const addressBits = unsignedBitsFor(folds * steps - 1);
  const stepBits = unsignedBitsFor(steps - 1);
  const name = `${naming.module}_array`;
  const slice = `data_q[(${array.operandLane})*IN_BITS+:IN_BITS]`;
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
        order: array.order,
        pe,
        simd,
        folds,
        steps,
        latency,
        levels: adderTreeLevels(simd),
        inputBits: inputLanes * inputFormat.bits,
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
    inputBits: inputLanes * inputFormat.bits,
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

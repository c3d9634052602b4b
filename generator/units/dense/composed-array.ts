import type { Problem } from '../../error.js';
import { isSigned } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import {
  type DigitGroupsOptions,
  digitBeats,
  digitFields,
  digitGroups,
  digitGroupsMemoryBits,
} from '../../stream/digit-groups.js';
import type { ArrayFolding } from '../parameters.js';
import type { Naming } from '../unit.js';
import { resultLanesOf } from './folded-array.js';
import { adderTreeLevels } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { weightBitsOf } from './product/weight-bits.js';
import type { VectorArray } from './vector-array.js';

interface ComposedArray {
  readonly matrix: Matrix;
  readonly pe: number;
  readonly simd: number;
  readonly groups: DigitGroupsOptions;
  /** Digits of two bits that a weight needs. */
  readonly digits: number;
}

const composedArrayOf = (
  matrix: Matrix,
  { pe = 1, simd = 1 }: ArrayFolding,
  vectors: number,
): ComposedArray => ({
  ...{ matrix, pe, simd },
  digits: Math.ceil(weightBitsOf(matrix.weights) / 2),
  groups: {
    instance: 'digits',
    format: matrix.inputFormat,
    lanes: simd,
    words: Math.ceil(matrix.inputs / simd),
    passes: Math.ceil(matrix.outputs / pe),
    vectors,
  },
});

/** Group by group of a pass, pass by pass: of each PE and lane the weights of four words, the first lowest. */
const weightMemory = (
  { matrix, pe, simd, groups, digits }: ComposedArray,
  name: string,
): MemoryModule => {
  const { weights, outputs, inputs } = matrix;
  const bits = 2 * digits;
  const words: bigint[] = [];
  for (let pass = 0; pass < groups.passes; pass++) {
    for (let group = 0; group < digitFields(groups).groups; group++) {
      let word = 0n;
      for (let p = pe - 1; p >= 0; p--) {
        for (let s = simd - 1; s >= 0; s--) {
          for (let bank = 3; bank >= 0; bank--) {
            const output = pass * pe + p;
            const input = (4 * group + bank) * simd + s;
            const inside = output < outputs && input < inputs;
            const weight = inside ? (weights[output * inputs + input] as number) : 0;
            word = (word << BigInt(bits)) | BigInt.asUintN(bits, BigInt(weight));
          }
        }
      }
      words.push(word);
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: 4 * bits * pe * simd,
    words,
    description: `weights; per word ${pe} result(s) x ${simd} lane(s) x 4 of ${bits} bits`,
  };
};

/** Cycles from the last beat of a pass to its result. */
const latencyOf = (simd: number): number => adderTreeLevels(simd) + 4;

const stageOf = (array: ComposedArray, naming: Naming): Stage => {
  const { matrix, pe, simd, groups, digits } = array;
  const { accBits, inputFormat } = matrix;
  const { addressBits } = digitFields(groups);
  const name = `${naming.module}_array`;
  const memory = weightMemory(array, `${naming.module}_weights`);
  const inputBits = 8 * simd + addressBits + 6;
  const latency = latencyOf(simd);
  const results = groups.vectors * groups.passes;
  const beats = digitBeats(groups, inputFormat.bits) / groups.passes;
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/composed_array',
      instances: [{ name: 'weights', module: memory, dslName: `${naming.dslName}.weights` }],
      view: {
        name,
        dslName: naming.dslName,
        ...{ pe, simd, digits, accBits, latency, inputBits, addressBits },
        outputBits: pe * accBits,
        // Four products of 2 bits, or one of 8: a bit of sign more for what is unsigned.
        termBits: 2 * digits + 9,
        levels: adderTreeLevels(simd),
        flags: 8 * simd + addressBits,
        signed: isSigned(inputFormat) ? 1 : 0,
        weights: memory.name,
      },
    },
    parameters: {},
    inputBits,
    outputBits: pe * accBits,
    timing: {
      intervalCycles: results * beats,
      departures: (arrivals) =>
        Float64Array.from(
          { length: results },
          (_, i) => (arrivals[(i + 1) * beats - 1] as number) + latency,
        ),
    },
  };
};

/**
 * Multipliers composed of bricks of 2 bits (BitFusion): as many products again where a vector's codes need
 * 4 bits, and again where they need 2.
 */
export const composedArray = (matrix: Matrix, folding: ArrayFolding): VectorArray => {
  const { outputs, inputFormat, accBits } = matrix;
  const array = composedArrayOf(matrix, folding, 1);
  const { pe, simd, groups } = array;
  const memory = weightMemory(array, 'weights');
  return {
    inputFormat,
    inputLanes: simd,
    outputLanes: pe,
    // Also of vectors of the narrowest codes.
    resultLanes: resultLanesOf(outputs, pe, digitBeats(groups, 1) / groups.passes),
    accBits,
    cyclesPerVector: Math.max(groups.words, digitBeats(groups, inputFormat.bits)),
    multipliers: pe * simd,
    memoryBits: memory.widthBits * memory.words.length + digitGroupsMemoryBits(groups),
    folding: { pe, simd },
    stages(vectors, naming) {
      const own = composedArrayOf(matrix, folding, vectors);
      return [digitGroups(own.groups), stageOf(own, naming)];
    },
  };
};

export const composedProblems = (
  matrix: Matrix,
  { skip }: ArrayFolding,
  place: string,
): readonly Problem[] => {
  const problem = (name: string, reason: string, hint: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.array.${name}`,
    reason,
    hint,
  });
  const folded = "set dataflow 'folded'";
  const { bits } = matrix.inputFormat;
  const weightBits = weightBitsOf(matrix.weights);
  return [
    ...(skip
      ? [
          problem(
            'skip',
            'gives true, composed multipliers take weights as they come',
            'leave skip away',
          ),
        ]
      : []),
    ...(bits > 8
      ? [
          problem(
            'dataflow',
            `gives 'composed' for activations of ${bits} bits, of 8 at most`,
            folded,
          ),
        ]
      : []),
    ...(weightBits > 8
      ? [
          problem(
            'dataflow',
            `gives 'composed' for weights of ${weightBits} bits, of 8 at most`,
            folded,
          ),
        ]
      : []),
  ];
};

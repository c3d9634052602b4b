import type { Problem } from '../../error.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import {
  type BitPlanesOptions,
  bitPlanes,
  bitPlanesMemoryBits,
  planeBeats,
  planeFields,
} from '../../stream/bit-planes.js';
import type { ArrayFolding } from '../parameters.js';
import type { Naming } from '../unit.js';
import { resultLanesOf } from './folded-array.js';
import { adderTreeLevels } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { weightBitsOf } from './product/weight-bits.js';
import type { VectorArray } from './vector-array.js';

interface SerialArray {
  readonly matrix: Matrix;
  readonly pe: number;
  readonly simd: number;
  readonly planes: BitPlanesOptions;
  /** Bits of a weight; all meet an activation's bit at once, or one of them. */
  readonly weightBits: number;
  readonly both: boolean;
}

const serialArrayOf = (matrix: Matrix, folding: ArrayFolding, vectors: number): SerialArray => {
  const { pe = 1, simd = 1, serial = 'activations' } = folding;
  const weightBits = weightBitsOf(matrix.weights);
  const both = serial === 'both';
  return {
    ...{ matrix, pe, simd, weightBits, both },
    planes: {
      instance: 'planes',
      format: matrix.inputFormat,
      lanes: simd,
      words: Math.ceil(matrix.inputs / simd),
      passes: Math.ceil(matrix.outputs / pe),
      weightPlanes: both ? weightBits : 1,
      weightSigned: both,
      vectors,
    },
  };
};

/**
 * Word by word of a pass, pass by pass: whole weights, or plane by plane of them, the planes' number
 * filled up to a power of two.
 */
const weightMemory = (
  { matrix, pe, simd, planes, weightBits, both }: SerialArray,
  name: string,
) => {
  const { weights, outputs, inputs } = matrix;
  const stored = both ? 2 ** planeFields(planes).planeBits : 1;
  const bitsEach = both ? 1 : weightBits;
  const words: bigint[] = [];
  for (let pass = 0; pass < planes.passes; pass++) {
    for (let step = 0; step < planes.words; step++) {
      for (let plane = 0; plane < stored; plane++) {
        let word = 0n;
        for (let p = pe - 1; p >= 0; p--) {
          for (let s = simd - 1; s >= 0; s--) {
            const [output, input] = [pass * pe + p, step * simd + s];
            const inside = output < outputs && input < inputs && plane < weightBits;
            const weight = inside ? (weights[output * inputs + input] as number) : 0;
            const bits = BigInt.asUintN(bitsEach, BigInt(weight) >> BigInt(both ? plane : 0));
            word = (word << BigInt(bitsEach)) | bits;
          }
        }
        words.push(word);
      }
    }
  }
  return {
    kind: 'memory',
    name,
    widthBits: pe * simd * bitsEach,
    words,
    description: both
      ? `weights bit by bit; per word a bit of ${pe} x ${simd} of them`
      : `weights; per word ${pe} result(s) x ${simd} of ${weightBits} bits`,
  } satisfies MemoryModule;
};

const treeOf = ({ simd, both, weightBits }: SerialArray) => {
  const terms = both ? Math.ceil(simd / 3) : simd;
  return { terms, termBits: both ? 3 : weightBits, levels: adderTreeLevels(terms) };
};

const stageOf = (array: SerialArray, naming: Naming): Stage => {
  const { matrix, pe, simd, planes, both, weightBits } = array;
  const { vectors, passes } = planes;
  const { addressBits, planeBits } = planeFields(planes);
  const { accBits } = matrix;
  const tree = treeOf(array);
  const latency = tree.levels + 3;
  const name = `${naming.module}_array`;
  const memory = weightMemory(array, `${naming.module}_weights`);
  const inputBits = simd + addressBits + planeBits + 4;
  const beats = planeBeats(planes) / passes;
  return {
    kind: 'stage',
    instance: 'array',
    module: {
      kind: 'generated',
      name,
      template: 'units/dense/serial_array',
      instances: [{ name: 'weights', module: memory, dslName: `${naming.dslName}.weights` }],
      view: {
        name,
        dslName: naming.dslName,
        what: both ? 'a bit of each times a bit of its weight' : 'a bit of each times its weight',
        ...{ pe, simd, ...tree, latency, accBits, inputBits, addressBits, planeBits },
        outputBits: pe * accBits,
        planes: both,
        byPlane: both && weightBits > 1,
        weightBits: both ? 1 : weightBits,
        flags: simd + addressBits + planeBits,
        index: both && weightBits > 1 ? '{address, plane}' : 'address',
        weights: memory.name,
      },
    },
    parameters: {},
    inputBits,
    outputBits: pe * accBits,
    timing: {
      intervalCycles: vectors * planeBeats(planes),
      departures: (arrivals) =>
        Float64Array.from(
          { length: vectors * passes },
          (_, i) => (arrivals[(i + 1) * beats - 1] as number) + latency,
        ),
    },
  };
};

/**
 * Activations bit by bit (Stripes), or weights too (Loom): no multiplier, and cycles in proportion to the
 * bits that a vector's codes need.
 */
export const serialArray = (matrix: Matrix, folding: ArrayFolding): VectorArray => {
  const { outputs, inputFormat, accBits } = matrix;
  const array = serialArrayOf(matrix, folding, 1);
  const { pe, simd, planes } = array;
  const { words, weightPlanes } = planes;
  const memory = weightMemory(array, 'weights');
  return {
    inputFormat,
    inputLanes: simd,
    outputLanes: pe,
    // Also of vectors that need one plane only.
    resultLanes: resultLanesOf(outputs, pe, words * weightPlanes),
    accBits,
    cyclesPerVector: planeBeats(planes),
    multipliers: 0,
    memoryBits: memory.widthBits * memory.words.length + bitPlanesMemoryBits(planes),
    folding: { pe, simd },
    stages(vectors, naming) {
      const own = serialArrayOf(matrix, folding, vectors);
      return [bitPlanes(own.planes), stageOf(own, naming)];
    },
  };
};

export const serialProblems = ({ skip }: ArrayFolding, place: string): readonly Problem[] =>
  skip
    ? [
        {
          code: 'E_PARAMETER',
          place: `${place}.array.skip`,
          reason: 'gives true, a bit-serial array takes weights as they come',
          hint: 'leave skip away',
        },
      ]
    : [];

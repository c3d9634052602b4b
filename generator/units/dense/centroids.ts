import { type NumberFormat, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import { valueRangeOf } from '../../ir/values.js';
import { operandBits } from './mac-array.js';
import type { Matrix } from './matrix.js';
import { multiplierLuts } from './product/multiply.js';

/** Most values whose bins are worth a memory of look-up tables. */
export const mostCentroids = 64;

/** The values of a matrix and the bins that their activations are summed in. */
export interface Centroids {
  /** Values other than 0, rising; one 0 where there is no other. Bin k has those of value k. */
  readonly values: readonly number[];
  /** Bin of every value that a weight has; zeros have one behind the others, which is never read. */
  readonly binOf: ReadonlyMap<number, number>;
  readonly codeBits: number;
  readonly valueBits: number;
  /** Holds what any output's activations of one value can add up to. */
  readonly binBits: number;
}

/** Values other than zero, rising. */
export const distinctValues = (weights: Int32Array): readonly number[] => {
  const values = [...new Set(weights)].filter((value) => value !== 0).sort((a, b) => a - b);
  return values.length > 0 ? values : [0];
};

/** The most activations that an output sums up for one value. */
const mostOfAValue = (weights: Int32Array, outputs: number): number => {
  const inputs = weights.length / outputs;
  let most = 1;
  for (let output = 0; output < outputs; output++) {
    const counts = new Map<number, number>();
    for (const value of weights.subarray(output * inputs, (output + 1) * inputs)) {
      if (value === 0) continue;
      const count = (counts.get(value) ?? 0) + 1;
      counts.set(value, count);
      most = Math.max(most, count);
    }
  }
  return most;
};

export const centroidsOf = (
  weights: Int32Array,
  outputs: number,
  input: NumberFormat,
): Centroids => {
  const values = distinctValues(weights);
  const binOf = new Map(values.map((value, bin) => [value, bin]));
  if (!binOf.has(0) && weights.includes(0)) binOf.set(0, values.length);
  const { minimum, maximum } = valueRangeOf(input);
  const most = mostOfAValue(weights, outputs);
  return {
    values,
    binOf,
    codeBits: unsignedBitsFor(binOf.size - 1),
    valueBits: signedBitsFor(
      Math.min(0, values[0] as number),
      Math.max(0, values.at(-1) as number),
    ),
    binBits: Math.max(operandBits(input), signedBitsFor(most * minimum, most * maximum)),
  };
};

/** PEs that read their bins one after the other into one multiplier: as many as the beats of a pass allow. */
export const sharedReaders = (pe: number, steps: number, entries: number): number => {
  for (let count = pe; count > 1; count--) {
    if (pe % count === 0 && count * entries <= steps) return count;
  }
  return 1;
};

/** Look-up tables of an xc7 that are a memory with two ports: four for 6 bits of 32 words, or for 3 of 64. */
const memoryLuts = (width: number, addressBits: number): number =>
  addressBits <= 5
    ? 4 * Math.ceil(width / 6)
    : 4 * Math.ceil(width / 3) * 2 ** (addressBits - 6) + (addressBits - 6) * width;

export interface CentroidShape {
  readonly pe: number;
  readonly simd: number;
  readonly steps: number;
}

/** What fills and reads the bins takes about as much in any array. */
const controlLuts = 40;

/**
 * Look-up tables of an xc7, about, of an array that sums up by value:
 *   a lane    adder of a bin, two copies of its memory
 *   a reader  tree over the lanes, memory and difference of what was read before, multiplier, accumulator;
 *             a multiplexer of its PEs' bins where it has several
 * Of 2 x 8 lanes, int8 and 16 values of 8 and 16 bits: 866 and 1,002.
 */
export const accumulateCost = (matrix: Matrix, shape: CentroidShape): number => {
  const { pe, simd, steps } = shape;
  const { accBits, multiplier } = matrix;
  const { values, codeBits, binBits, valueBits } = centroidsOf(
    matrix.weights,
    matrix.outputs,
    matrix.inputFormat,
  );
  const shared = sharedReaders(pe, steps, values.length);
  const lane = binBits + 2 * memoryLuts(binBits, codeBits + 1);
  const reader =
    (shared > 1 ? simd * binBits * Math.ceil((shared - 1) / 3) : 0) +
    (simd - 1) * binBits +
    binBits +
    memoryLuts(binBits, codeBits + 1 + (shared > 1 ? unsignedBitsFor(shared - 1) : 0)) +
    valueBits +
    (multiplier === 'lut' ? multiplierLuts(binBits, valueBits) : 0) +
    accBits;
  return controlLuts + pe * simd * lane + (pe / shared) * reader;
};

/**
 * The same of one that looks values up: a table and a multiplier a lane, the tree and the accumulator. Of the
 * same lanes and values: 1,034 and 1,802.
 */
export const lookUpCost = (matrix: Matrix, { pe, simd }: CentroidShape): number => {
  const { weightFormat, inputFormat, accBits, multiplier } = matrix;
  const { minimum, maximum } = valueRangeOf(weightFormat);
  const valueBits = signedBitsFor(Math.min(0, minimum), Math.max(0, maximum));
  const dataBits = operandBits(inputFormat);
  const lane =
    valueBits * 2 ** Math.max(0, weightFormat.bits - 6) +
    (multiplier === 'lut' ? multiplierLuts(dataBits, valueBits) : 0);
  return pe * (simd * lane + (simd - 1) * (dataBits + valueBits) + accBits);
};

import { type MxFormat, unsignedBitsFor } from '../../ir/format.js';
import { blockSize, largestUnits, scaleBias, unitExponent } from '../../ir/formats/microscaling.js';
import { type BlockRow, blockRow } from '../microscaling/blocks.js';

/** Widths and exponents of a dot product of blocks; nothing of how it is folded. */
export interface DotPlan {
  /** Formats of activations and weights. */
  readonly formats: readonly [MxFormat, MxFormat];
  readonly inputs: number;
  /** Bits of a product, and of the sum of a block: both exact. */
  readonly productBits: number;
  readonly sumBits: number;
  /** Bits kept below a block's sum between blocks. */
  readonly guardBits: number;
  readonly accBits: number;
  /** Exponent of the accumulator's last bit where the scales' codes are 0. */
  readonly unitExponent: number;
}

/** Bits of a sign and of every magnitude up to this one. */
export const bitsOfMagnitude = (magnitude: bigint): number => magnitude.toString(2).length + 1;

export const dotPlan = (options: {
  readonly formats: readonly [MxFormat, MxFormat];
  readonly inputs: number;
  readonly guardBits: number;
  readonly hasBias: boolean;
}): DotPlan => {
  const { formats, inputs, guardBits, hasBias } = options;
  const [activation, weight] = formats;
  const largest = BigInt(largestUnits(activation)) * BigInt(largestUnits(weight));
  const sumBits = bitsOfMagnitude(largest * BigInt(Math.min(inputs, blockSize)));
  const terms = Math.ceil(inputs / blockSize) + Number(hasBias);
  return {
    ...{ formats, inputs, guardBits, sumBits },
    productBits: bitsOfMagnitude(largest),
    accBits: sumBits + guardBits + (terms === 1 ? 0 : unsignedBitsFor(terms - 1)),
    unitExponent: unitExponent(activation) + unitExponent(weight) - 2 * scaleBias - guardBits,
  };
};

/** A layer's array: `pe` outputs x `simd` products a cycle. */
export interface ArrayPlan {
  readonly outputs: number;
  readonly vectors: number;
  readonly pe: number;
  readonly simd: number;
  readonly folds: number;
  /** A vector as the array takes it. */
  readonly row: BlockRow;
}

export const arrayPlan = (
  shape: readonly number[],
  outputs: number,
  { pe, simd }: { readonly pe: number; readonly simd: number },
): ArrayPlan => {
  const row = blockRow(shape, simd);
  return { outputs, vectors: row.rows, pe, simd, folds: Math.ceil(outputs / pe), row };
};

/** Cycles of a tensor. */
export const arrayCycles = ({ vectors, folds, row }: ArrayPlan): number =>
  vectors * folds * row.rowBeats;

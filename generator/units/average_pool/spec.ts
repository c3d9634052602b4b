import { rangeOf, signedBitsFor } from '../../ir/format.js';
import type { StreamType } from '../../ir/stream.js';
import { activationClamp, type Clamp } from '../../numeric/activation.js';
import {
  type PoolParameters,
  type PoolReduction,
  type PoolSpec,
  poolParameters,
  resolvePool,
  windowExtents,
} from '../max_pool/pooling.js';
import { type Division, exactReciprocals, type Reciprocals } from './reciprocal.js';

export const averagePoolParameters = poolParameters;

export interface AveragePoolSpec extends PoolSpec {
  readonly clamp: Clamp;
  /** Bits of the largest window's sum, signed. */
  readonly sumBits: number;
  /** Numbers of cells that windows have, rising, with the largest |sum| + floor(cells / 2). */
  readonly divisions: readonly Division[];
  readonly reciprocals: Reciprocals;
}

/** Keeps sums of the largest window within 32 bits. */
const formatBits = 16;

export const resolveAveragePool = (
  parameters: PoolParameters,
  [input]: readonly StreamType[],
  place: string,
): AveragePoolSpec => {
  const pool = resolvePool(parameters, input, { formatBits }, place);
  const { minimum, maximum } = rangeOf(pool.output.format);
  const magnitude = Math.max(-minimum, maximum);
  const counts = new Set(windowExtents(pool).map(([rows, columns]) => rows * columns));
  const divisions = [...counts]
    .sort((a, b) => a - b)
    .map((cells) => ({
      divisor: cells,
      largest: magnitude * cells + Math.floor(cells / 2),
    }));
  const cells = Math.max(...counts);
  return {
    ...pool,
    clamp: activationClamp(parameters.activation, pool.output),
    sumBits: signedBitsFor(minimum * cells, maximum * cells),
    divisions,
    reciprocals: exactReciprocals(divisions),
  };
};

/** Cells are counted only where windows differ in how many they have. */
export const averagePoolReduction = (spec: AveragePoolSpec): PoolReduction => ({
  operation: 'sum',
  resultBits: spec.sumBits,
  count: spec.divisions.length > 1,
  padCode: 0,
});

import { tensor } from '../../generator/dsl/tensor.js';
import type { NumberFormat } from '../../generator/ir/format.js';
import { rangeOf } from '../../generator/ir/format.js';
import { type ConstantTensor, sizeOf } from '../../generator/ir/tensor.js';
import { zeroCodeOf } from '../../generator/ir/values.js';
import { randomIntegers } from '../../generator/numeric/random.js';

/**
 * Seeded weights of which at most `n` in each group of `m` along the last axis are not zero: mostly n,
 * anywhere in the group, sometimes fewer.
 */
export const structuredTensor = (
  shape: readonly number[],
  format: NumberFormat,
  [n, m]: readonly [number, number],
  seed: number,
  scale: number | readonly number[] = 0.01,
): ConstantTensor => {
  const next = randomIntegers(seed);
  const { minimum, maximum } = rangeOf(format);
  const length = shape.at(-1) ?? 1;
  const codes = new Array<number>(sizeOf(shape)).fill(zeroCodeOf(format) ?? 0);
  for (let row = 0; row < codes.length; row += length) {
    for (let first = 0; first < length; first += m) {
      const size = Math.min(m, length - first);
      const kept = next() % 5 === 0 ? next() % (n + 1) : n;
      for (let i = 0; i < Math.min(kept, size); i++) {
        codes[row + first + (next() % size)] = minimum + (next() % (maximum - minimum + 1));
      }
    }
  }
  return tensor.fromCodes(codes, shape, format, { scale });
};

import { int } from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import type { NumberFormat } from '../../generator/ir/format.js';
import { rangeOf } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { type ConstantTensor, sizeOf } from '../../generator/ir/tensor.js';
import { randomIntegers } from '../../generator/numeric/random.js';

/** Streams and constants for tests, all reproducible. */

export const stream = (
  shape: readonly number[],
  options: Partial<Omit<StreamType, 'kind' | 'shape'>> = {},
): StreamType => ({
  kind: 'stream',
  shape,
  format: int(8),
  scale: 0.05,
  zeroPoint: 0,
  lanes: 1,
  ...options,
});

/** Seeded codes of a format, both ends of the range among them. */
export const randomTensor = (
  shape: readonly number[],
  format: NumberFormat,
  seed: number,
  scale: number | readonly number[] = 1,
): ConstantTensor => {
  const next = randomIntegers(seed);
  const { minimum, maximum } = rangeOf(format);
  const codes = Array.from(
    { length: sizeOf(shape) },
    () => minimum + (next() % (maximum - minimum + 1)),
  );
  if (codes.length > 2) {
    codes[0] = minimum;
    codes[1] = maximum;
  }
  return tensor.fromCodes(codes, shape, format, { scale });
};

/** int32 codes of at most `magnitude`. */
export const randomBias = (channels: number, magnitude: number, seed: number): ConstantTensor => {
  const next = randomIntegers(seed);
  const codes = Array.from({ length: channels }, () => (next() % (2 * magnitude + 1)) - magnitude);
  return tensor.fromCodes(codes, [channels], int(32));
};

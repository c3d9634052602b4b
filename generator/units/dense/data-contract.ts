import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import { beatsOf, elementsOf, type StreamType } from '../../ir/stream.js';
import { realZeroOf } from '../../ir/values.js';
import { randomIntegers } from '../../numeric/random.js';
import type { Feed } from '../../stream/feed.js';
import type { UnitContract } from '../unit.js';
import { dataDepartures, type MatrixVector } from './matrix-vector.js';

/** Seeded codes of which about this share are the code of zero. */
const sparseTensor = (input: StreamType, share: number, seed: number): Codes => {
  const { minimum, maximum } = rangeOf(input.format);
  const zero = realZeroOf(input) ?? 0;
  const next = randomIntegers(seed);
  return Int32Array.from({ length: elementsOf(input) }, () =>
    next() % 1000 < share * 1000 ? zero : minimum + (next() % (maximum - minimum + 1)),
  );
};

/** When tensors are complete, where the data decide; nothing where they do not. */
export const dataContract = (options: {
  readonly matrixVector: MatrixVector;
  readonly input: StreamType;
  readonly output: StreamType;
  /** Which activations of its vectors are zero, of a tensor whose zeros are marked. */
  vectorZeros(isZero: Uint8Array): Uint8Array;
  /** Beats of that many tensors, as the array gets them. */
  feedOf(tensors: number): Feed;
}): Partial<UnitContract> => {
  const { matrixVector, input, output } = options;
  if (!matrixVector.array.departuresOf) return {};
  const zero = realZeroOf(input);
  return {
    corners: () => [0.5, 0.8, 0.95].map((share, seed) => sparseTensor(input, share, seed)),
    completions(tensors: readonly Codes[]) {
      const zeros = tensors.map((codes) =>
        options.vectorZeros(Uint8Array.from(narrow(codes), (code) => Number(code === zero))),
      );
      const each = zeros[0]?.length ?? 0;
      const isZero = new Uint8Array(tensors.length * each);
      zeros.forEach((one, i) => {
        isZero.set(one, i * each);
      });
      const feed = options.feedOf(tensors.length);
      const departures = dataDepartures(matrixVector, feed, isZero, tensors.length);
      const beats = beatsOf(output);
      return tensors.map((_, i) => departures?.[(i + 1) * beats - 1] ?? 0);
    },
  };
};

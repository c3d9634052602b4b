import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';

export interface VectorBufferOptions {
  readonly instance: string;
  readonly widthBits: number;
  /** Beats of a vector. */
  readonly words: number;
  /** How often each vector is given. */
  readonly passes: number;
  /** Vectors in a tensor. */
  readonly vectors: number;
}

export const vectorBufferBits = (widthBits: number, words: number): number =>
  2 * words * (widthBits + 1);

/** Gives each vector several times in a row; templates/lib/sinter_vector_buffer.v. */
export const vectorBuffer = (options: VectorBufferOptions): Stage => {
  const { words, passes, vectors, widthBits } = options;
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_vector_buffer' },
    parameters: {
      WIDTH: widthBits,
      WORDS: words,
      PASSES: passes,
      ADDRESS_BITS: unsignedBitsFor(2 * words - 1),
      PASS_BITS: unsignedBitsFor(passes - 1),
    },
    inputBits: widthBits,
    outputBits: widthBits,
    timing: {
      intervalCycles: vectors * words * passes,
      departures(arrivals) {
        const departures = new Float64Array(vectors * words * passes);
        // When a vector's last read frees its half for the vector after next.
        const freed = [0, 0];
        let accepted = -1;
        let out = 0;
        let read = -1;
        for (let vector = 0; vector < vectors; vector++) {
          const inBuffer = new Float64Array(words);
          for (let word = 0; word < words; word++) {
            const arrival = arrivals[vector * words + word] as number;
            accepted = Math.max(accepted + 1, arrival, freed[vector % 2] as number);
            inBuffer[word] = accepted;
          }
          for (let pass = 0; pass < passes; pass++) {
            for (let word = 0; word < words; word++) {
              read = Math.max(read + 1, (inBuffer[word] as number) + 1);
              departures[out++] = read + 1;
            }
          }
          freed[vector % 2] = read + 1;
        }
        return departures;
      },
    },
  };
};

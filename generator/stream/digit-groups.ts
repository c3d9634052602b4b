import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';

export interface DigitGroupsOptions {
  readonly instance: string;
  /** At most 8 bits. */
  readonly format: NumberFormat;
  readonly lanes: number;
  /** Beats of a vector. */
  readonly words: number;
  /** How often each vector is given. */
  readonly passes: number;
  /** Vectors in a tensor. */
  readonly vectors: number;
}

/** Words that stand side by side in the banks, and the width of what addresses them pass by pass. */
export const digitFields = ({ words, passes }: DigitGroupsOptions) => {
  const groups = Math.ceil(words / 4);
  return { groups, addressBits: unsignedBitsFor(groups * passes - 1) };
};

export const digitGroupsMemoryBits = (options: DigitGroupsOptions): number =>
  2 * 4 * digitFields(options).groups * options.lanes * 8;

/** Beats out for a vector: of one word each, of two or of four, by the bits that its codes need. */
export const digitBeats = ({ words, passes }: DigitGroupsOptions, bits: number): number =>
  passes * Math.ceil(words / (bits <= 2 ? 4 : bits <= 4 ? 2 : 1));

/** Cycles from a vector's last beat to its first digits. */
const latencyCycles = 2;

/** A vector in digits, for data that need all bits; templates/lib/sinter_digit_groups.v. */
export const digitGroups = (options: DigitGroupsOptions): Stage => {
  const { format, lanes, words, passes, vectors } = options;
  const { groups, addressBits } = digitFields(options);
  const beats = digitBeats(options, format.bits);
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_digit_groups' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      WORDS: words,
      PASSES: passes,
      GROUPS: groups,
      WORD_BITS: Math.max(4, unsignedBitsFor(words + 3)),
      RAM_BITS: unsignedBitsFor(2 * groups - 1),
      ADDRESS_BITS: addressBits,
    },
    inputBits: lanes * format.bits,
    outputBits: lanes * 8 + addressBits + 6,
    timing: {
      intervalCycles: vectors * Math.max(beats, words),
      departures(arrivals) {
        const departures = new Float64Array(vectors * beats);
        // When a vector's last beat frees its half for the vector after next.
        const freed = [0, 0];
        let accepted = -1;
        let left = -1;
        for (let vector = 0; vector < vectors; vector++) {
          for (let word = 0; word < words; word++) {
            const arrival = arrivals[vector * words + word] as number;
            accepted = Math.max(accepted + 1, arrival, freed[vector % 2] as number);
          }
          left = Math.max(left, accepted + latencyCycles - 1);
          for (let beat = 0; beat < beats; beat++) departures[vector * beats + beat] = ++left;
          freed[vector % 2] = left;
        }
        return departures;
      },
    },
  };
};

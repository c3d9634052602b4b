import { isSigned, type NumberFormat, unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';

export interface BitPlanesOptions {
  readonly instance: string;
  readonly format: NumberFormat;
  readonly lanes: number;
  /** Beats of a vector. */
  readonly words: number;
  /** How often each vector is given. */
  readonly passes: number;
  /** Planes of weights that each plane meets, and whether the last one is a sign. */
  readonly weightPlanes: number;
  readonly weightSigned: boolean;
  /** Vectors in a tensor. */
  readonly vectors: number;
}

/** Widths of what stands beside the bits of a beat. */
export const planeFields = ({ words, passes, weightPlanes }: BitPlanesOptions) => ({
  addressBits: unsignedBitsFor(words * passes - 1),
  planeBits: unsignedBitsFor(weightPlanes - 1),
});

/** Beats out for a vector that needs all planes. */
export const planeBeats = ({ format, words, passes, weightPlanes }: BitPlanesOptions): number =>
  words * passes * format.bits * weightPlanes;

export const bitPlanesMemoryBits = ({ lanes, format, words }: BitPlanesOptions): number =>
  2 * words * lanes * format.bits;

/** Cycles from a vector's last beat to its first plane. */
const latencyCycles = 2;

/** A vector bit by bit, for data that need all bits; templates/lib/sinter_bit_planes.v. */
export const bitPlanes = (options: BitPlanesOptions): Stage => {
  const { format, lanes, words, passes, weightPlanes, vectors } = options;
  const { addressBits, planeBits } = planeFields(options);
  const beats = planeBeats(options);
  return {
    kind: 'stage',
    instance: options.instance,
    module: { kind: 'library', name: 'sinter_bit_planes' },
    parameters: {
      LANES: lanes,
      BITS: format.bits,
      SIGNED: isSigned(format) ? 1 : 0,
      WORDS: words,
      PASSES: passes,
      WEIGHT_PLANES: weightPlanes,
      WEIGHT_SIGNED: options.weightSigned ? 1 : 0,
      RAM_BITS: unsignedBitsFor(2 * words - 1),
      ADDRESS_BITS: addressBits,
      ORDER_BITS: unsignedBitsFor(format.bits + weightPlanes - 1),
      PLANE_BITS: planeBits,
    },
    inputBits: lanes * format.bits,
    outputBits: lanes + addressBits + planeBits + 4,
    timing: {
      intervalCycles: vectors * beats,
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

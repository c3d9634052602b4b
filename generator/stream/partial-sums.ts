import { unsignedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';

export interface PartialSumsOptions {
  readonly instance: string;
  readonly lanes: number;
  readonly inBits: number;
  readonly outBits: number;
  /** Beats of a run. */
  readonly vectors: number;
  /** Runs that are added up. */
  readonly passes: number;
  /** Results of a tensor, in runs. */
  readonly runs: number;
}

export const partialSumsBits = ({ lanes, outBits, vectors }: PartialSumsOptions): number =>
  vectors === 1 ? 0 : vectors * lanes * outBits;

/** Runs of beats added up lane by lane; templates/lib/sinter_partial_sums.v. */
export const partialSums = (options: PartialSumsOptions): Stage => {
  const { instance, lanes, inBits, outBits, vectors, passes, runs } = options;
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_partial_sums' },
    parameters: {
      LANES: lanes,
      IN_BITS: inBits,
      OUT_BITS: outBits,
      VECTORS: vectors,
      PASSES: passes,
      ADDRESS_BITS: unsignedBitsFor(vectors - 1),
      PASS_BITS: unsignedBitsFor(passes - 1),
    },
    inputBits: lanes * inBits,
    outputBits: lanes * outBits,
    timing: {
      intervalCycles: runs * passes * vectors,
      departures: (arrivals) =>
        Float64Array.from({ length: runs * vectors }, (_, i) => {
          const run = Math.floor(i / vectors);
          return (arrivals[(run * passes + passes - 1) * vectors + (i % vectors)] as number) + 2;
        }),
    },
  };
};

import type { Beats } from '../../stream/timing.js';

/** The control of templates/units/dense/centroid_array.v.hbs in cycles. */
export interface CentroidTiming {
  /** Beats of a pass, and reads of its bins. */
  readonly steps: number;
  readonly reads: number;
  /** Cycles after reset in which bins are cleared and no beat is taken. */
  readonly clearCycles: number;
  /** From the last read of a pass to its result. */
  readonly latency: number;
}

/**
 * When results leave, the output always taken: a pass fills one half of the bins, which are read from two
 * cycles after its last beat and after those of the pass before; its first beat waits for the last read of
 * the pass before the last.
 */
export const centroidDepartures = (
  { steps, reads, clearCycles, latency }: CentroidTiming,
  arrivals: Beats,
): Beats => {
  const passes = arrivals.length / steps;
  const departures = new Float64Array(passes);
  let taken = clearCycles - 1;
  let read = 0;
  let readBefore = 0;
  for (let pass = 0; pass < passes; pass++) {
    taken = Math.max(taken, readBefore - 1);
    for (let step = 0; step < steps; step++) {
      taken = Math.max(taken + 1, arrivals[pass * steps + step] as number);
    }
    readBefore = read;
    read = Math.max(taken + 2, read + 1) + reads - 1;
    departures[pass] = read + latency;
  }
  return departures;
};

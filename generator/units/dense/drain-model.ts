import type { Beats } from '../../stream/timing.js';

/** The control of templates/lib/sinter_result_drain.v, its output always taken. */
export interface DrainModel {
  /** One cycle, told which halves are full; gives the half that it releases in it. */
  step(cycle: number, full: readonly boolean[]): number | undefined;
  finished(): boolean;
  readonly departures: Beats;
}

/** `beats` of a vector, `total` of all vectors. */
export const drainModel = (beats: number, total: number): DrainModel => {
  const departures = new Float64Array(total);
  let given = 0;
  let half = 0;
  let beat = 0;
  // The word that is shown: its half if it is its vector's last.
  let shown: { readonly ends: number | undefined } | undefined;
  return {
    departures,
    finished: () => given === total,
    step(cycle, full) {
      const released = shown?.ends;
      if (shown) departures[given++] = cycle;
      shown = undefined;
      if (full[half]) {
        const end = beat === beats - 1;
        shown = { ends: end ? half : undefined };
        beat = end ? 0 : beat + 1;
        if (end) half = 1 - half;
      }
      return released;
    },
  };
};

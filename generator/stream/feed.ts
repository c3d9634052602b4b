import type { Beats } from './timing.js';

/** Where a stage's input beats come from, in cycles: who offers a beat may wait for the one before. */
export interface Feed {
  /** From when on a beat is offered; infinite where there is none. All before it have been taken. */
  arrival(beat: number): number;
  taken(beat: number, cycle: number): void;
}

/** Beats that are offered at their time, whenever the one before was taken. */
export const fixedFeed = (arrivals: Beats): Feed => ({
  arrival: (beat) => arrivals[beat] ?? Number.POSITIVE_INFINITY,
  taken: () => {},
});

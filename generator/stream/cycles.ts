import type { Beats } from './timing.js';

/** What a stage does in a cycle, its output always taken. */
export interface Cycle {
  /** A beat moved in; only allowed when one was offered. */
  readonly takes: boolean;
  /** A beat moved out. */
  readonly gives: boolean;
}

/**
 * When beats leave a stage whose own buffering decides, found cycle by cycle: `step` is the stage's
 * control, told whether a beat is offered. A beat that is not taken stays offered.
 */
export const departuresByCycle = (
  arrivals: Beats,
  outputs: number,
  step: (offered: boolean) => Cycle,
): Beats => {
  const departures = new Float64Array(outputs);
  let taken = 0;
  let given = 0;
  for (let cycle = arrivals[0] ?? 0; given < outputs; cycle++) {
    const { takes, gives } = step((arrivals[taken] ?? Number.POSITIVE_INFINITY) <= cycle);
    if (takes) taken++;
    if (gives) departures[given++] = cycle;
  }
  return departures;
};

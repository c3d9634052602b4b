/**
 * When the beats of one tensor pass a point: cycle numbers, strictly rising, one per beat.
 */
export type Beats = Float64Array;

/**
 * What a stage does to time, in cycles.
 * `intervalCycles`: between two tensors in steady state, neither neighbour holding it up.
 * `departures(arrivals)`: when its output beats of the first tensor leave after reset, if its input
 * beats come at `arrivals` and its output is always taken. A stage never delays its own input in this
 * model: it holds for stages whose buffers cover their own bursts.
 */
export interface Timing {
  readonly intervalCycles: number;
  departures(arrivals: Beats): Beats;
  /** Beats that wait in it where they are held up; left out where they are few. */
  readonly room?: number;
}

/** One beat a cycle from cycle 0: what a source that is always valid gives. */
export const everyCycle = (beats: number): Beats =>
  Float64Array.from({ length: beats }, (_, i) => i);

/** A stage that passes each beat on after a fixed number of cycles. */
export const pipeline = (beats: number, latencyCycles: number): Timing => ({
  intervalCycles: beats,
  departures: (arrivals) => arrivals.map((t) => t + latencyCycles),
});

/** Stages one behind the other. */
export const inSeries = (timings: readonly Timing[]): Timing => ({
  intervalCycles: Math.max(1, ...timings.map((t) => t.intervalCycles)),
  departures: (arrivals) => timings.reduce((beats, timing) => timing.departures(beats), arrivals),
});

import { beatsPerTensor } from './manifest.js';
import type { SimulationRun } from './run/capture.js';

/** Cycles as measured; of a run without stalls they are the design's own. */
export interface Measurement {
  /** From the first beat of tensor 0 on any input to its last beat on the last output. */
  readonly latencyCycles: number;
  /** Between the last beats of consecutive tensors, mean of the later half; undefined for one tensor. */
  readonly intervalCycles: number | undefined;
  /** Every one of these distances, in order. */
  readonly intervals: readonly number[];
}

/** Cycle in which each tensor is complete on every output. */
const completions = (run: SimulationRun): number[] =>
  Array.from({ length: run.tensors }, (_, tensor) =>
    Math.max(
      ...[...run.outputs.values()].map(({ stream, cycles }) => {
        const cycle = cycles[(tensor + 1) * beatsPerTensor(stream) - 1];
        if (cycle === undefined) {
          throw new Error(`${stream.port}: tensor ${tensor} is not complete, nothing to measure`);
        }
        return cycle;
      }),
    ),
  );

/** Latency and interval of a complete run; throws when beats are missing. */
export const measureRun = (run: SimulationRun): Measurement => {
  const ends = completions(run);
  const start = Math.min(...[...run.inputs.values()].map(({ cycles }) => cycles[0] ?? Infinity));
  const intervals = ends.slice(1).map((end, index) => end - ends[index]!);
  const later = intervals.slice(Math.floor(intervals.length / 2));
  return {
    latencyCycles: ends[0]! - start,
    intervalCycles:
      later.length === 0
        ? undefined
        : later.reduce((sum, cycles) => sum + cycles, 0) / later.length,
    intervals,
  };
};

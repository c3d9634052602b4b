import type { Codes } from '../generator/ir/codes.js';
import type { Simulator } from './build.js';
import { type Comparison, compareRun } from './compare.js';
import { inParallel } from './parallel.js';
import type { SimulationRun } from './run/capture.js';
import { type RunOptions, type Stimulus, simulate } from './run.js';

/** Part of a list: `start` included, `end` not. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** `count` things in `parts` consecutive ranges that differ by one at most; none is empty. */
export const splitRange = (count: number, parts: number): readonly Range[] => {
  const used = Math.max(1, Math.min(count, parts));
  return Array.from({ length: used }, (_, part) => ({
    start: Math.floor((count * part) / used),
    end: Math.floor((count * (part + 1)) / used),
  }));
};

/** A run of some of the tensors of a larger stimulus. */
export interface ShardRun {
  /** Which tensors these are in the whole. */
  readonly range: Range;
  /** What it ran with: that of the stimulus plus the shard's number. */
  readonly seed: number;
  readonly run: SimulationRun;
}

export interface ShardOptions extends RunOptions {
  /** Processes at the same time; the stimulus is split among them. */
  readonly jobs: number;
}

/** The tensors of a range, of every stream. */
export const sliceTensors = (
  tensors: ReadonlyMap<string, readonly Codes[]>,
  { start, end }: Range,
): ReadonlyMap<string, readonly Codes[]> =>
  new Map([...tensors].map(([name, codes]) => [name, codes.slice(start, end)]));

/**
 * As `simulate`, in `jobs` processes that each take consecutive tensors from reset. Waveforms would overwrite each other: those are for one process. Throws as `simulate` does;
 * the other processes are ended then.
 */
export const simulateShards = async (
  simulator: Simulator,
  stimulus: Stimulus,
  { jobs, ...options }: ShardOptions,
): Promise<readonly ShardRun[]> => {
  const count = Math.max(0, ...[...stimulus.inputs.values()].map((tensors) => tensors.length));
  const ranges = splitRange(count, options.waves ? 1 : jobs);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  const runs: ShardRun[] = [];
  try {
    await inParallel([...ranges.entries()], jobs, async ([shard, range]) => {
      const inputs = sliceTensors(stimulus.inputs, range);
      const seed = stimulus.seed + shard;
      const run = await simulate(simulator, { ...stimulus, inputs, seed }, { ...options, signal });
      runs[shard] = { range, seed, run };
    });
  } finally {
    stop.abort();
  }
  return runs;
};

/** As `compareRun`, for each shard; tensors are numbered in the whole. */
export const compareEach = (
  shards: readonly ShardRun[],
  expected: ReadonlyMap<string, readonly Codes[]>,
): readonly Comparison[] =>
  shards.map(({ range, run }) => compareRun(run, sliceTensors(expected, range), range.start));

/** All of them as one; the first shard's mismatch leads. */
export const together = (parts: readonly Comparison[]): Comparison => ({
  first: parts.find(({ first }) => first !== undefined)?.first,
  wrongElements: parts.reduce((sum, part) => sum + part.wrongElements, 0),
  comparedElements: parts.reduce((sum, part) => sum + part.comparedElements, 0),
});

/** As `compareRun`, over all shards. */
export const compareShards = (
  shards: readonly ShardRun[],
  expected: ReadonlyMap<string, readonly Codes[]>,
): Comparison => together(compareEach(shards, expected));

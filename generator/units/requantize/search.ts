import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { LaneOptions } from './lane.js';
import { type Staircase, thresholdsOf } from './staircase.js';

/** The thresholds that a lane looks up for one step of its search, by channel and what it knows by then. */
export interface SearchTable {
  /** Per channel of the lane, one after another, 2^step thresholds. */
  readonly thresholds: readonly number[];
  /** Whether one threshold serves whatever the channel. */
  readonly isConstant: boolean;
}

/**
 * A staircase as a search by halves: each step compares the accumulator with the threshold in the middle of
 * what is left. Bias and range of each channel are in the thresholds.
 */
export interface Search {
  readonly thresholdBits: number;
  /** Words of channels: `lanes` of them a beat. */
  readonly words: number;
  /** By step, then lane. */
  readonly steps: readonly (readonly SearchTable[])[];
}

/** Thresholds of every channel on its accumulator, each within reach: low is always, high + 1 never. */
const ownThresholds = (
  { bias, ranges, accBits }: LaneOptions,
  staircase: Staircase,
): readonly (readonly number[])[] =>
  bias.map((added, channel) => {
    const { low, high } = ranges?.[channel] ?? {
      low: -(2 ** (accBits - 1)),
      high: 2 ** (accBits - 1) - 1,
    };
    return thresholdsOf(staircase, channel).map((at) =>
      Math.min(Math.max(at - added, low), high + 1),
    );
  });

/** `lanes` divide the channels, or there is one set of thresholds for all. */
export const searchOf = (options: LaneOptions, staircase: Staircase, lanes: number): Search => {
  const own = ownThresholds(options, staircase);
  const channels = own.length;
  const words = channels === 1 ? 1 : channels / lanes;
  const stepCount = unsignedBitsFor(staircase.codes.length - 1);
  const all = own.flat();
  const least = Math.min(0, ...all);
  const most = Math.max(0, ...own.map((_, c) => (options.ranges?.[c]?.high ?? 0) + 1), ...all);
  // Beyond the last code the search must not go.
  const never = most;
  const tableOf = (step: number, lane: number): SearchTable => {
    const half = 2 ** (stepCount - step - 1);
    const thresholds = Array.from({ length: words }, (_, word) => {
      const channel = channels === 1 ? 0 : word * lanes + lane;
      const row = own[channel] as readonly number[];
      return Array.from({ length: 2 ** step }, (_, prefix) => {
        const index = (2 * prefix + 1) * half - 1;
        return row[index] ?? never;
      });
    }).flat();
    return { thresholds, isConstant: new Set(thresholds).size === 1 };
  };
  return {
    thresholdBits: signedBitsFor(least, most),
    words,
    steps: Array.from({ length: stepCount }, (_, step) =>
      Array.from({ length: lanes }, (_, lane) => tableOf(step, lane)),
    ),
  };
};

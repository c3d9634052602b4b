import { unsignedBitsFor } from '../ir/format.js';
import { departuresByCycle } from './cycles.js';
import type { Timing } from './timing.js';

/** Rows that are given again, each group of their beats beside a summary made of it. */
export interface ReplayOptions {
  /** Beats of a row, and of a group; the row's last group may be shorter. */
  readonly words: number;
  readonly group: number;
  /** Rows of a tensor. */
  readonly rows: number;
  /** Bits of a beat. */
  readonly widthBits: number;
  readonly summaryBits: number;
  /** Cycles between the ends of groups, at least; those of its beats unless said. */
  readonly period?: number;
  /** Cycles from a group's last beat to its summary. */
  readonly summaryCycles: number;
}

/** Cycles from a summary to the first beat that leaves with it. */
export const replayLatencyCycles = 3;

const periodOf = ({ period, group }: ReplayOptions): number => Math.max(period ?? 1, group);

/** Beats that wait while a group comes and its summary is made: room for a beat a cycle. */
const depthOf = ({ group, summaryCycles }: ReplayOptions): number => group + summaryCycles + 2;

/** Whole groups that may be in the ring, shorter ones at the end of rows among them. */
const summariesOf = (options: ReplayOptions): number => {
  const { words, group } = options;
  const depth = depthOf(options);
  const perRow = Math.ceil(words / group);
  return Math.max(2, (Math.floor(depth / words) + 1) * perRow);
};

/** Parameters of templates/lib/sinter_row_replay.v but for the widths. */
export const replayParameters = (options: ReplayOptions): Readonly<Record<string, number>> => {
  const depth = depthOf(options);
  const summaries = summariesOf(options);
  return {
    WORDS: options.words,
    GROUP: options.group,
    PERIOD: periodOf(options),
    PERIOD_BITS: unsignedBitsFor(periodOf(options) - 1),
    DEPTH: depth,
    ADDRESS_BITS: unsignedBitsFor(depth - 1),
    COUNT_BITS: unsignedBitsFor(depth),
    WORD_BITS: unsignedBitsFor(options.words - 1),
    SUMMARIES: summaries,
    SUMMARY_ADDRESS_BITS: unsignedBitsFor(summaries - 1),
    SUMMARY_COUNT_BITS: unsignedBitsFor(summaries),
  };
};

/** Bits of the ring and of the summaries that wait. */
export const replayMemoryBits = (options: ReplayOptions): number =>
  depthOf(options) * (options.widthBits + 1) + summariesOf(options) * (options.summaryBits + 1);

/** As templates/lib/sinter_row_replay.v moves, cycle by cycle; `after` registers behind it. */
export const replayTiming = (options: ReplayOptions, after = 0): Timing => {
  const { words, group, rows, summaryCycles } = options;
  const depth = depthOf(options);
  const endsGroup = (word: number): boolean => word === words - 1 || word % group === group - 1;
  const period = periodOf(options);
  return {
    // Groups of rows that have several are not held back.
    intervalCycles: group < words ? rows * words : rows * period,
    departures(arrivals) {
      const summaries: number[] = [];
      let cycle = arrivals[0] ?? 0;
      let count = 0;
      let word = 0;
      let readWord = 0;
      let waiting = 0;
      let ready = false;
      let given = false;
      let earliest = 0;
      const departures = departuresByCycle(arrivals, rows * words, (offered) => {
        const gives = given;
        const starts = readWord % group === 0;
        const pop = !starts || ready;
        const ends = endsGroup(word);
        const takes = offered && count < depth && (!ends || cycle >= earliest);
        if (takes && ends && period > group) earliest = cycle + period;
        const moves = waiting > 0 && (!ready || starts);
        const comes = summaries[0] === cycle;
        if (comes) summaries.shift();
        waiting += (comes ? 1 : 0) - (moves ? 1 : 0);
        if (moves) ready = true;
        else if (starts) ready = false;
        given = pop;
        if (pop) {
          readWord = (readWord + 1) % words;
          count--;
        }
        if (takes) {
          if (ends) summaries.push(cycle + summaryCycles);
          word = (word + 1) % words;
          count++;
        }
        cycle++;
        return { takes, gives };
      });
      return departures.map((t) => t + after);
    },
  };
};

import type { ParameterValue, RescaleWidths } from '../../ir/module.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import type { Naming } from '../unit.js';
import type { Rescale } from './rescale.js';

/** What a requantization is given; the rest follows. */
export interface LaneOptions {
  readonly rescale: Rescale;
  /** Added to the accumulator, per channel; all zero for none. */
  readonly bias: readonly number[];
  /** What the accumulators can be, per channel; left out: any number of `accBits` bits. */
  readonly ranges?: readonly AccumulatorRange[] | undefined;
  readonly accBits: number;
  /** Bits that hold every accumulator + bias, at most 32, or 48 of an int64. */
  readonly sumBits: number;
  readonly outBits: number;
}

export interface RequantizeStageOptions extends LaneOptions {
  readonly naming: Naming;
  /** Lanes a beat; divides the number of channels, unless there is one set of constants for all. */
  readonly lanes: number;
  /** Beats of a tensor. */
  readonly beats: number;
}

/** A constant of each channel, as the hardware holds it: the name of the lane's port, and its width. */
export interface Field {
  readonly name: string;
  readonly bits: number;
  readonly values: readonly number[];
}

/** One lane of a requantizer: a library module, its parameters and its per-channel constants. */
export interface Lane {
  readonly module: `sinter_${string}`;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly fields: readonly Field[];
  readonly latencyCycles: number;
  readonly widths: RescaleWidths;
  /** For headers. */
  readonly text: string;
}

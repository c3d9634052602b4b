import type { Supply } from '../stream/supply.js';
import type { Beats, Timing } from '../stream/timing.js';

/** A Verilog parameter's value: a number, or text already written as a Verilog literal. */
export type ParameterValue = number | string;

/** A hand-written module of templates/lib, copied into the package as it is. */
export interface LibraryModule {
  readonly kind: 'library';
  readonly name: `sinter_${string}`;
}

/** A module rendered for one design from a template and its typed view. */
export interface GeneratedModule {
  readonly kind: 'generated';
  /** Final Verilog identifier; unique in the package. */
  readonly name: string;
  /** Path below templates/, without `.v.hbs`: `units/dense/array`. */
  readonly template: string;
  /** What the template reads; everything already computed, names and literals as text. */
  readonly view: object;
  readonly instances: readonly Instance[];
}

/** A read-only memory: one word a line, all of them written into its module. */
export interface MemoryModule {
  readonly kind: 'memory';
  readonly name: string;
  readonly widthBits: number;
  readonly words: readonly bigint[];
  readonly description: string;
}

export type Module = LibraryModule | GeneratedModule | MemoryModule;

/** `dslName` is the place in the user's design that this instance comes from. */
export interface Instance {
  readonly name: string;
  readonly module: Module;
  readonly dslName: string;
}

/** A multiplication and a right shift by which accumulators become codes. */
export interface RescaleWidths {
  /** Bits of the widest multiplier. */
  readonly multiplierBits: number;
  /** The largest right shift. */
  readonly shift: number;
}

/** Widths of a requantizer: those that its hardware has, and those that its definition asks for. */
export interface RequantizeWidths extends RescaleWidths {
  readonly definition: RescaleWidths;
}

/**
 * A module with one stream in and one stream out, on the standard ports
 * clk rst s_valid s_ready s_last s_data m_valid m_ready m_last m_data.
 */
export interface Stage {
  readonly kind: 'stage';
  readonly instance: string;
  readonly module: Module;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputBits: number;
  readonly outputBits: number;
  readonly timing: Timing;
  /** Of a stage that requantizes. */
  readonly requantize?: RequantizeWidths;
}

/**
 * Where several streams become one, on the ports of a stage with s_valid, s_ready and s_last a bit an
 * input and s_data all inputs side by side, the first lowest.
 */
export interface Merge {
  readonly kind: 'merge';
  readonly instance: string;
  readonly module: Module;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputBits: readonly number[];
  readonly outputBits: number;
  readonly timing: {
    readonly intervalCycles: number;
    departures(arrivals: readonly Beats[], supplies: readonly Supply[]): Beats;
  };
}

/** A unit's stages: a chain per input up to the merge, if there is one, and a chain from there. */
export interface Hardware {
  readonly heads: readonly (readonly Stage[])[];
  readonly merge: Merge | undefined;
  readonly body: readonly Stage[];
}

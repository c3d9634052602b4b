import type { NumberFormat } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import type { Naming } from '../unit.js';

/** A PE array as the layer around it sees it: vectors of activations in, accumulators out. */
export interface VectorArray {
  readonly inputFormat: NumberFormat;
  /** Activations a beat; each vector starts a beat. */
  readonly inputLanes: number;
  /** Accumulators a beat; the results of each vector start a beat. */
  readonly outputLanes: number;
  /** Lanes in which the results are rescaled: fewest that keep up, dividing the outputs. */
  readonly resultLanes: number;
  readonly accBits: number;
  /** What is to be added to the accumulators of each output, beside its bias; left out: nothing. */
  readonly offsets?: readonly number[] | undefined;
  /** Cycles between two vectors in steady state. */
  readonly cyclesPerVector: number;
  /** Products that it can make in a cycle. */
  readonly multipliers: number;
  /** Bits of ROM and RAM. */
  readonly memoryBits: number;
  /** How far it is unrolled, for tables and the manifest. */
  readonly folding: Readonly<Record<string, number>>;
  /** Its stages, for `vectors` a tensor. */
  stages(vectors: number, naming: Naming): readonly Stage[];
}

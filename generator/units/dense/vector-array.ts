import type { NumberFormat } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import type { Naming } from '../unit.js';
import type { ControlModel } from './data-cycles.js';

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
  /** Of them those that say where weights are; left out where weights lie in order. */
  readonly indexBits?: number;
  /** How far it is unrolled, for tables and the manifest. */
  readonly folding: Readonly<Record<string, number>>;
  /**
   * Where cycles depend on the data: when its output beats leave, if those of its input come from `feed`
   * and its output is always taken. `isZero` tells of every activation whether it has the code of zero.
   * `cyclesPerVector` is the most that any vector takes.
   */
  readonly departuresOf?: ControlModel;
  /** Its stages, for `vectors` a tensor. */
  stages(vectors: number, naming: Naming): readonly Stage[];
}

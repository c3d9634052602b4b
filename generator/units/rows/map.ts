import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import { type Part, partInstances, partView } from './part.js';

/** Constants of the elements of a row: a word for each of its beats. */
export interface RowConstants {
  /** Cycles after the element that they are due, at least 1. */
  readonly atCycle: number;
  /** Bits of an element's constants. */
  readonly bits: number;
  /** One word an element of a row, the row filled up to whole beats. */
  readonly words: readonly bigint[];
  readonly description: string;
}

export interface MapOptions {
  readonly instance: string;
  readonly naming: Naming;
  readonly description: string;
  readonly lanes: number;
  /** Beats of a tensor. */
  readonly beats: number;
  readonly elementBits: number;
  readonly summaryBits: number;
  readonly resultBits: number;
  /** Ports clk enable element summary [constants] result; at least 2 cycles. */
  readonly lane: Part;
  readonly constants?: RowConstants;
}

const memoryOf = (
  { naming, lanes }: MapOptions,
  { bits, words, description }: RowConstants,
): MemoryModule => ({
  kind: 'memory',
  name: `${naming.module}_constants`,
  widthBits: lanes * bits,
  words: Array.from({ length: Math.ceil(words.length / lanes) }, (_, beat) => {
    let word = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) {
      word = (word << BigInt(bits)) | BigInt.asUintN(bits, words[beat * lanes + lane] ?? 0n);
    }
    return word;
  }),
  description: `${description}; per word ${lanes} lane(s) of ${bits} bits`,
});

/** Bits of every lane's tables and of the constants. */
export const mapMemoryBits = ({ lanes, lane, constants }: MapOptions): number =>
  lanes * lane.memoryBits +
  (constants ? Math.ceil(constants.words.length / lanes) * lanes * constants.bits : 0);

/** Each element made into a result with what its row has in common; templates/units/rows/map.v.hbs. */
export const mapStage = (options: MapOptions): Stage => {
  const { naming, instance, lanes, lane, elementBits, summaryBits, resultBits } = options;
  const name = `${naming.module}_${instance}`;
  const memory = options.constants && memoryOf(options, options.constants);
  const at = options.constants?.atCycle ?? 1;
  const lastWord = memory ? memory.words.length - 1 : 0;
  const addressBits = unsignedBitsFor(lastWord);
  const inputBits = lanes * elementBits + summaryBits;
  const dslName = `${naming.dslName}.${instance}`;
  return {
    kind: 'stage',
    instance,
    module: {
      kind: 'generated',
      name,
      template: 'units/rows/map',
      instances: [
        ...partInstances(
          lane,
          Array.from({ length: lanes }, (_, i) => `gen_lane[${i}].lane_of_row`),
          dslName,
        ),
        ...(memory ? [{ name: 'constants', module: memory, dslName }] : []),
      ],
      view: {
        name,
        dslName: naming.dslName,
        description: options.description,
        lanes,
        elementBits,
        summaryBits,
        resultBits,
        latency: lane.latencyCycles,
        zeroValid: bitVector(lane.latencyCycles, 0),
        inputBits,
        outputBits: lanes * resultBits,
        lane: partView(lane),
        constants: memory
          ? {
              module: memory.name,
              bits: options.constants?.bits ?? 0,
              addressBits,
              // Read the cycle before.
              step: at === 1 ? 's_valid' : `valid_q[${at - 2}]`,
              first: unsignedDecimal(addressBits, 0),
              last: unsignedDecimal(addressBits, lastWord),
            }
          : false,
      },
    },
    parameters: {},
    inputBits,
    outputBits: lanes * resultBits,
    timing: pipeline(options.beats, lane.latencyCycles),
  };
};

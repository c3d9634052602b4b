import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule, Stage } from '../../ir/module.js';
import { pipeline } from '../../stream/timing.js';
import type { Naming } from '../unit.js';
import { definedWidths, exactLane } from './exact-lane.js';
import type { Field, Lane, LaneOptions, RequantizeStageOptions } from './lane.js';
import { narrowLane } from './narrow-lane.js';
import type { Rescale } from './rescale.js';
import { searchOf } from './search.js';
import { thresholdMemoryBits, thresholdStage } from './threshold-stage.js';

/** Lanes found so far, by the requantization they are of. */
const known = new WeakMap<Rescale, Lane>();

/** The narrow lane where there is one, else the definition's own. */
export const laneOf = (options: LaneOptions): Lane => {
  const found = known.get(options.rescale) ?? narrowLane(options) ?? exactLane(options);
  known.set(options.rescale, found);
  return found;
};

const isConstant = (field: Field): boolean => new Set(field.values).size === 1;

/** One word a beat of channels: each field's lanes side by side, the first field lowest. */
const memoryOf = (
  name: string,
  fields: readonly Field[],
  channels: number,
  lanes: number,
): MemoryModule => {
  const words: bigint[] = [];
  for (let first = 0; first < channels; first += lanes) {
    let word = 0n;
    let at = 0n;
    for (const { bits, values } of fields) {
      for (let lane = 0; lane < lanes; lane++) {
        word |= BigInt.asUintN(bits, BigInt(values[first + lane] as number)) << at;
        at += BigInt(bits);
      }
    }
    words.push(word);
  }
  const widthBits = lanes * fields.reduce((sum, { bits }) => sum + bits, 0);
  const contents = fields.map((f) => `${f.name} ${f.bits}`).join(', ');
  return {
    kind: 'memory',
    name,
    widthBits,
    words,
    description: `requantization constants; per word ${lanes} lane(s) of ${contents} bits`,
  };
};

/** Memory bits of a lane's per-channel constants. */
export const laneMemoryBits = (lane: Pick<Lane, 'fields'>, channels: number): number =>
  lane.fields
    .filter((field) => !isConstant(field))
    .reduce((sum, { bits }) => sum + bits * channels, 0);

/** Memory bits of the stage's per-channel constants. */
export const requantizeMemoryBits = (
  options: LaneOptions & { readonly lanes?: number },
): number => {
  const { staircase } = options.rescale;
  if (staircase) return thresholdMemoryBits(searchOf(options, staircase, options.lanes ?? 1));
  return laneMemoryBits(laneOf(options), options.bias.length);
};

/** Where each lane gets its constants: a slice of the stored word, or the same wires for all. */
const fieldViews = (fields: readonly Field[], lanes: number): readonly object[] => {
  let offset = 0;
  return fields.map((field) => {
    const { name, bits, values } = field;
    if (isConstant(field)) {
      return { name, bits, value: `{LANES{${bitVector(bits, values[0] as number)}}}` };
    }
    const value = `constants_q[${offset}+:LANES*${bits}]`;
    offset += lanes * bits;
    return { name, bits, value };
  });
};

/** What a stage of lanes with constants per channel is made of. */
export interface ChannelStageOptions {
  readonly naming: Naming;
  readonly instance: 'requantize' | 'prelu';
  readonly lanes: number;
  readonly beats: number;
  readonly channels: number;
  readonly accBits: number;
  readonly outBits: number;
}

/** `lanes` lanes a cycle, each with the constants of its channel. */
export const channelStage = (lane: Omit<Lane, 'widths'>, options: ChannelStageOptions): Stage => {
  const { naming, instance, lanes, accBits, outBits, channels, beats } = options;
  const stored = lane.fields.filter((field) => !isConstant(field));
  const memory =
    stored.length > 0 ? memoryOf(`${naming.module}_constants`, stored, channels, lanes) : undefined;
  const dslName = `${naming.dslName}.constants`;
  // One cycle to look up the constants, then the lane's own.
  const latency = 1 + lane.latencyCycles;
  const addressBits = memory ? unsignedBitsFor(memory.words.length - 1) : 1;
  const parameters = Object.entries(lane.parameters);
  return {
    kind: 'stage',
    instance,
    module: {
      kind: 'generated',
      name: `${naming.module}_${instance}`,
      template: 'units/requantize/requantize',
      instances: memory ? [{ name: 'constants', module: memory, dslName }] : [],
      view: {
        name: `${naming.module}_${instance}`,
        dslName: naming.dslName,
        lanes,
        title: instance,
        channels,
        text: lane.text,
        latency,
        zeroValid: bitVector(latency, 0),
        inputBits: lanes * accBits,
        outputBits: lanes * outBits,
        accBits,
        outBits,
        lane: lane.module,
        parameters: parameters.map(([key, value], i) => ({
          key,
          value,
          separator: i === parameters.length - 1 ? '' : ',',
        })),
        memory: memory
          ? {
              module: memory.name,
              widthBits: memory.widthBits,
              addressBits,
              first: unsignedDecimal(addressBits, 0),
              last: unsignedDecimal(addressBits, memory.words.length - 1),
            }
          : false,
        fields: fieldViews(lane.fields, lanes),
      },
    },
    parameters: {},
    inputBits: lanes * accBits,
    outputBits: lanes * outBits,
    timing: pipeline(beats, latency),
  };
};

/** Bias, multiplication, rounding, zero point and clamp, `lanes` a cycle. */
export const requantizeStage = (options: RequantizeStageOptions): Stage => {
  const { staircase } = options.rescale;
  if (staircase) {
    return thresholdStage(options, searchOf(options, staircase, options.lanes), staircase.codes);
  }
  const lane = laneOf(options);
  const { length: channels } = options.bias;
  return {
    ...channelStage(lane, { ...options, instance: 'requantize', channels }),
    requantize: { ...lane.widths, definition: definedWidths(options) },
  };
};

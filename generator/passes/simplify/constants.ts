import { allocateCodes, type Codes } from '../../ir/codes.js';
import type { Datapath, DatapathNode } from '../../ir/datapath.js';
import { elementsOf, type StreamType } from '../../ir/stream.js';
import type { Constants } from '../../units/channels.js';
import type { BoundUnit } from '../../units/unit.js';
import type { BoundDatapath, BoundNode } from '../bind.js';

const channelsOf = ({ shape }: StreamType): number => shape.at(-1) ?? 1;

const nothingKnown = (stream: StreamType): Constants =>
  new Array<undefined>(channelsOf(stream)).fill(undefined);

/** A tensor with its constant channels as they are, all others 0. */
const tensorWith = (stream: StreamType, constants: Constants): Codes => {
  const codes = allocateCodes(stream.format, elementsOf(stream));
  if (codes instanceof BigInt64Array) return codes;
  return codes.map((_, i) => constants[i % constants.length] ?? 0);
};

/** The code that every element of a channel has; undefined where they differ. */
const onlyCode = (codes: Int32Array, channel: number, channels: number): number | undefined => {
  const first = codes[channel];
  for (let i = channel; i < codes.length; i += channels) if (codes[i] !== first) return undefined;
  return first;
};

/**
 * Constants of a unit's output. A channel that depends on constant channels alone is what the golden
 * model makes of these, whatever the other channels hold.
 */
const constantsOf = (unit: BoundUnit, inputs: readonly Constants[]): Constants => {
  const { output, inputs: streams } = unit.spec;
  const known = inputs.map((constants) => constants.map((code) => code !== undefined));
  const determined = unit.channels()?.determined(known);
  if (!determined?.some(Boolean)) return nothingKnown(output);
  const codes = unit.golden(streams.map((stream, i) => tensorWith(stream, inputs[i] as Constants)));
  if (codes instanceof BigInt64Array) return nothingKnown(output);
  return determined.map((isKnown, channel) =>
    isKnown ? onlyCode(codes, channel, determined.length) : undefined,
  );
};

const absorbed = ({ node, unit }: BoundNode, inputs: readonly Constants[]): DatapathNode => {
  if (!inputs.some((constants) => constants.some((code) => code !== undefined))) return node;
  const replaced = unit.channels()?.absorb?.(inputs) ?? {};
  if (Object.keys(replaced).length === 0) return node;
  const { macs, effectualMacs } = unit.contract();
  return {
    ...node,
    parameters: { ...node.parameters, ...replaced },
    whole: node.whole ?? { macs, effectualMacs },
  };
};

/**
 * Channels that are the same for every input, found forwards through the graph; what units make of them
 * becomes part of their own constants, as far as they can, so that nobody reads those channels.
 */
export const foldConstants = ({ datapath, nodes, streams }: BoundDatapath): Datapath => {
  const constants = new Map<string, Constants>();
  const of = (name: string): Constants =>
    constants.get(name) ?? nothingKnown(streams.get(name) as StreamType);
  return {
    ...datapath,
    nodes: nodes.map((bound) => {
      const inputs = bound.node.inputs.map(of);
      constants.set(bound.node.name, constantsOf(bound.unit, inputs));
      return absorbed(bound, inputs);
    }),
  };
};

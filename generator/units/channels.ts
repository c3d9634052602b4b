import type { ConstantTensor } from '../ir/tensor.js';

/** Which channels (indices of the last axis) of a stream are meant. */
export type Channels = readonly boolean[];

/** The code that a channel has at every position, whatever comes in; undefined where there is none. */
export type Constants = readonly (number | undefined)[];

/**
 * How a unit's channels hang together, for leaving out what nobody reads. Channels are those of the last
 * axis.
 */
export interface ChannelRules {
  /** Per input: the channels on which the output channels in `live` depend. */
  needs(live: Channels): readonly Channels[];
  /**
   * Output channels that are there because these input channels are, for units that cannot leave out a
   * channel of their own accord (a channel in is a channel out); left out by units that can.
   */
  follows?(inputs: readonly Channels[]): Channels;
  /** Output channels that depend on no others than the input channels in `known`. */
  determined(known: readonly Channels[]): Channels;
  /**
   * Parameters to replace so that the unit gives the same without reading its constant channels, as far
   * as it can; left out by units that cannot.
   */
  absorb?(constants: readonly Constants[]): Readonly<Record<string, unknown>>;
  /** Parameters to replace so that the unit works on the kept channels alone. */
  keep(inputs: readonly Channels[], output: Channels): Readonly<Record<string, unknown>>;
}

export const keptCount = (channels: Channels): number => channels.filter(Boolean).length;

export const anyOf = (a: Channels, b: Channels): Channels =>
  a.map((live, i) => live || b[i] === true);

export const allOf = (a: Channels, b: Channels): Channels =>
  a.map((live, i) => live && b[i] === true);

export const sameChannels = (a: Channels, b: Channels): boolean =>
  a.length === b.length && a.every((live, i) => live === b[i]);

/** Rules of units that work on each channel by itself and hold nothing per channel. */
export const channelwise = (inputs: number): ChannelRules => ({
  needs: (live) => Array.from({ length: inputs }, () => live),
  follows: (kept) => kept.reduce(anyOf),
  determined: (known) => known.reduce(allOf),
  keep: () => ({}),
});

/** A constant without the indices of one axis that are not kept; per-channel scales follow `scales`. */
export const keepAxis = (
  tensor: ConstantTensor,
  axis: number,
  kept: Channels,
  scales: 'with axis' | 'as they are',
): ConstantTensor => {
  const { shape, data, scale } = tensor;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = shape[axis] as number;
  const isKept = (_: unknown, i: number): boolean => kept[Math.floor(i / inner) % size] === true;
  return {
    ...tensor,
    shape: shape.map((length, a) => (a === axis ? keptCount(kept) : length)),
    data: data instanceof Int32Array ? data.filter(isKept) : data.filter(isKept),
    scale:
      typeof scale === 'number' || scales === 'as they are'
        ? scale
        : scale.filter((_, i) => kept[i]),
  };
};

import { type ChannelRules, type Channels, keepAxis, keptCount } from '../channels.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/** A channel stays with all its outputs; weights [1, h, w, outputs] lose those of the others. */
export const depthwiseConv2dChannels = (spec: DepthwiseConv2dSpec): ChannelRules => {
  const { multiplier, channels, parameters } = spec;
  const outputs = channels * multiplier;
  const outputsOf = (input: Channels): Channels =>
    input.flatMap((live) => new Array<boolean>(multiplier).fill(live));
  return {
    needs: (live) => [
      Array.from({ length: channels }, (_, c) =>
        live.slice(c * multiplier, (c + 1) * multiplier).some(Boolean),
      ),
    ],
    determined([known]) {
      const reads = new Array<boolean>(outputs).fill(false);
      spec.weights.forEach((value, i) => {
        if (value !== 0) reads[i % outputs] = true;
      });
      return outputsOf(known ?? []).map((isKnown, output) => isKnown || !reads[output]);
    },
    follows: ([input]) => outputsOf(input as Channels),
    keep(_, output) {
      const { weights, bias, array } = parameters;
      const left = keptCount(output);
      return {
        weights: keepAxis(weights, 3, output, 'with axis'),
        ...(bias ? { bias: keepAxis(bias, 0, output, 'with axis') } : {}),
        array: { ...array, ...(array.pe === undefined ? {} : { pe: Math.min(array.pe, left) }) },
      };
    },
  };
};

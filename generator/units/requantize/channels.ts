import { type ChannelRules, type Channels, channelwise, keepAxis } from '../channels.js';
import type { RequantizeSpec } from './spec.js';

const keepOnes = <T>(values: readonly T[], kept: Channels): readonly T[] =>
  values.length === 1 ? values : values.filter((_, channel) => kept[channel]);

/** Channels stand for themselves, each with its own factor and bias where there are several. */
export const requantizeChannels = ({ parameters }: RequantizeSpec): ChannelRules => ({
  ...channelwise(1),
  keep(_, kept) {
    const { factor, multipliers, bias } = parameters;
    return {
      ...(Array.isArray(factor) ? { factor: keepOnes(factor, kept) } : {}),
      ...(multipliers ? { multipliers: keepOnes(multipliers, kept) } : {}),
      ...(bias && bias.shape[0] !== 1 ? { bias: keepAxis(bias, 0, kept, 'with axis') } : {}),
    };
  },
});

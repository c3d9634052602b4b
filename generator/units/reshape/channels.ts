import { type ChannelRules, channelwise, keptCount } from '../channels.js';
import type { UnitSpec } from '../unit.js';

/** Channels stand for themselves where the last axis stays as long as it is. */
export const reshapeChannels = ({ inputs, output }: UnitSpec): ChannelRules | undefined =>
  inputs[0]?.shape.at(-1) === output.shape.at(-1)
    ? {
        ...channelwise(1),
        keep: (_, kept) => ({ shape: [...output.shape.slice(0, -1), keptCount(kept)] }),
      }
    : undefined;

import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { type ChannelRules, channelwise, keptCount } from '../channels.js';
import type { MeanSpec } from './spec.js';

/** Channels stand for themselves where the mean is not over them; lanes must divide those that are left. */
export const meanChannels = ({
  inputs,
  output,
  count,
  inner,
}: MeanSpec): ChannelRules | undefined => {
  const channels = inputs[0]?.shape.at(-1) ?? 1;
  // Of one element each there is no mean; else the channels are all inside of what it is over.
  const isInside = count === 1 || inner % channels === 0;
  if (output.shape.at(-1) !== channels || !isInside) return undefined;
  return {
    ...channelwise(1),
    keep: (_, kept) =>
      output.lanes === 1
        ? {}
        : { lanes: greatestCommonDivisor(output.lanes, (inner / channels) * keptCount(kept)) },
  };
};

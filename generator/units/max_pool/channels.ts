import { greatestCommonDivisor } from '../../numeric/divisors.js';
import { type ChannelRules, channelwise, keptCount } from '../channels.js';
import type { PoolSpec } from './pooling.js';

/** Channels stand for themselves; lanes that were set must still divide those that are left. */
export const poolChannels = ({ parameters: { lanes } }: PoolSpec): ChannelRules => ({
  ...channelwise(1),
  keep: (_, output) =>
    lanes === 1 ? {} : { lanes: greatestCommonDivisor(lanes, keptCount(output)) },
});

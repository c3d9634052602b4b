import type { ChannelRules } from '../channels.js';
import { matrixChannels } from '../dense/channels.js';
import { isPadded } from './geometry.js';
import type { Conv2dSpec } from './spec.js';

export const conv2dChannels = ({
  parameters,
  weights,
  inputs,
  geometry,
}: Conv2dSpec): ChannelRules | undefined =>
  matrixChannels({
    ...parameters,
    codes: weights,
    input: inputs[0],
    padded: isPadded(geometry),
  });

import type { WindowGeometry } from '../../stream/window.js';
import type { ChannelRules } from '../channels.js';
import { matrixChannels } from '../dense/channels.js';
import type { Conv2dSpec } from './spec.js';

/** Whether any window lies partly outside the image. */
const isPadded = (g: WindowGeometry): boolean => {
  const leaves = (axis: 0 | 1, before: number, size: number, out: number): boolean =>
    before > 0 ||
    (out - 1) * g.stride[axis] - before + (g.kernel[axis] - 1) * g.dilation[axis] >= size;
  return leaves(0, g.padTop, g.height, g.outHeight) || leaves(1, g.padLeft, g.width, g.outWidth);
};

export const conv2dChannels = ({
  parameters,
  weights,
  inputs,
  geometry,
}: Conv2dSpec): ChannelRules =>
  matrixChannels({
    ...parameters,
    codes: weights,
    inputZeroPoint: inputs[0]?.zeroPoint ?? 0,
    padded: isPadded(geometry),
  });

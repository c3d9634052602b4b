import type { InsideTaps } from '../conv2d/inside-taps.js';
import { vectorRescaler } from '../dense/rescale-vector.js';
import { rescaleCode } from '../requantize/rescale.js';
import { accumulateChannels } from './accumulate-channels.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/** Codes of one pixel's outputs, to `y` at `at`, from the first `count` taps of a window over `x`. */
export type ChannelProduct = (
  x: Int32Array,
  inside: InsideTaps,
  count: number,
  y: Int32Array,
  at: number,
) => void;

/** The golden model of each window, in the accumulator of its spec. */
export const channelProduct = (spec: DepthwiseConv2dSpec): ChannelProduct => {
  const { channels, multiplier, weights, layer } = spec;
  const { outputs, rescale } = layer;
  const bias = spec.bias ?? new Int32Array(outputs);
  if (rescale.accumulator === 'int64') {
    return (x, { taps, pixels }, count, y, at) => {
      for (let o = 0; o < outputs; o++) {
        const channel = Math.floor(o / multiplier);
        let sum = bias[o] as number;
        for (let i = 0; i < count; i++) {
          const weight = weights[(taps[i] as number) * outputs + o] as number;
          sum += weight * (x[(pixels[i] as number) * channels + channel] as number);
        }
        y[at + o] = rescaleCode(rescale, sum, o);
      }
    };
  }
  const channelOf = Int32Array.from(bias, (_, output) => Math.floor(output / multiplier));
  const rescaleVector = vectorRescaler(rescale, outputs);
  const sums = new Int32Array(outputs);
  return (x, inside, count, y, at) => {
    sums.set(bias);
    accumulateChannels(weights, x, channels, channelOf, inside, count, sums);
    rescaleVector(sums, y, at);
  };
};

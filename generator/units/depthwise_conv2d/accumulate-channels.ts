import type { InsideTaps } from '../conv2d/inside-taps.js';

/**
 * sums[o] += sum over the first `count` taps of weights[tap, o] * x[pixel, channelOf[o]], int32: modulo
 * 2^32. Four outputs a pass, so that a tap is looked up once for four products.
 */
export const accumulateChannels = (
  weights: Int32Array,
  x: Int32Array,
  channels: number,
  channelOf: Int32Array,
  { taps, pixels }: InsideTaps,
  count: number,
  sums: Int32Array,
): void => {
  const outputs = sums.length;
  const whole = outputs - (outputs % 4);
  for (let o = 0; o < whole; o += 4) {
    const c0 = channelOf[o] as number;
    const c1 = channelOf[o + 1] as number;
    const c2 = channelOf[o + 2] as number;
    const c3 = channelOf[o + 3] as number;
    let sum0 = sums[o] as number;
    let sum1 = sums[o + 1] as number;
    let sum2 = sums[o + 2] as number;
    let sum3 = sums[o + 3] as number;
    for (let i = 0; i < count; i++) {
      const w = (taps[i] as number) * outputs + o;
      const from = (pixels[i] as number) * channels;
      sum0 = (sum0 + Math.imul(weights[w] as number, x[from + c0] as number)) | 0;
      sum1 = (sum1 + Math.imul(weights[w + 1] as number, x[from + c1] as number)) | 0;
      sum2 = (sum2 + Math.imul(weights[w + 2] as number, x[from + c2] as number)) | 0;
      sum3 = (sum3 + Math.imul(weights[w + 3] as number, x[from + c3] as number)) | 0;
    }
    sums[o] = sum0;
    sums[o + 1] = sum1;
    sums[o + 2] = sum2;
    sums[o + 3] = sum3;
  }
  for (let o = whole; o < outputs; o++) {
    const channel = channelOf[o] as number;
    let sum = sums[o] as number;
    for (let i = 0; i < count; i++) {
      const weight = weights[(taps[i] as number) * outputs + o] as number;
      sum = (sum + Math.imul(weight, x[(pixels[i] as number) * channels + channel] as number)) | 0;
    }
    sums[o] = sum;
  }
};

import type { Codes } from '../../ir/codes.js';
import { findInsideTaps, noTaps } from '../conv2d/inside-taps.js';
import { centre } from '../dense/centre.js';
import { channelProduct } from './channel-product.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/**
 * Output channel c * multiplier + m sees input channel c alone: acc = sum(w * (x - z_in)) + bias in
 * int32 or int64; requantize; + z_out; clamp. TFLite `reference_integer_ops::DepthwiseConvPerChannel`.
 */
export const depthwiseConv2dGolden = (
  spec: DepthwiseConv2dSpec,
  [input]: readonly Codes[],
): Codes => {
  const { geometry, layer } = spec;
  const { outputs } = layer;
  const x = centre(input, spec.inputs[0] ?? spec.output);
  const product = channelProduct(spec);
  const inside = noTaps(geometry);
  const y = new Int32Array(layer.vectors * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      const count = findInsideTaps(geometry, oy, ox, inside);
      product(x, inside, count, y, at);
      at += outputs;
    }
  }
  return y;
};

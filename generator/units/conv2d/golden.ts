import type { Codes } from '../../ir/codes.js';
import { centre } from '../dense/centre.js';
import { vectorProduct } from '../dense/vector-product.js';
import { findInsideTaps, noTaps } from './inside-taps.js';
import type { Conv2dSpec } from './spec.js';

/**
 * acc = sum(w * (x - z_in)) + bias in int32 or int64, cells outside the image contributing zero; requantize;
 * + z_out; clamp. TFLite `reference_integer_ops::ConvPerChannel`. [h, w, c] to [h', w', outputs].
 */
export const conv2dGolden = (spec: Conv2dSpec, [input]: readonly Codes[]): Codes => {
  const { geometry, channels, matrixVector } = spec;
  const { inputs, outputs } = matrixVector;
  const x = centre(input, spec.inputs[0] ?? spec.output);
  const product = vectorProduct(spec);
  const inside = noTaps(geometry);
  const window = new Int32Array(inputs);
  const y = new Int32Array(geometry.outHeight * geometry.outWidth * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      const count = findInsideTaps(geometry, oy, ox, inside);
      if (count < inside.taps.length) window.fill(0);
      for (let i = 0; i < count; i++) {
        const to = (inside.taps[i] as number) * channels;
        const from = (inside.pixels[i] as number) * channels;
        for (let c = 0; c < channels; c++) window[to + c] = x[from + c] as number;
      }
      product(window, 0, y, at);
      at += outputs;
    }
  }
  return y;
};

import { type Codes, narrow } from '../../ir/codes.js';
import { gatherPatch } from '../conv2d/patch.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/**
 * Output channel c * multiplier + m sees input channel c alone: acc = sum(w * (x - z_in)) + bias in
 * int32; requantize; + z_out; clamp. TFLite `reference_integer_ops::DepthwiseConvPerChannel`.
 */
export const depthwiseConv2dGolden = (
  spec: DepthwiseConv2dSpec,
  [input]: readonly Codes[],
): Codes => {
  const { geometry, channels, multiplier, weights, bias, layer } = spec;
  const { outputs, rescale } = layer;
  const zeroPoint = spec.inputs[0]?.zeroPoint ?? 0;
  const centredInput = narrow(input).map((code) => code - zeroPoint);
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const patch = new Int32Array(taps * channels);
  const y = new Int32Array(layer.vectors * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      gatherPatch(centredInput, geometry, channels, oy, ox, patch);
      for (let output = 0; output < outputs; output++) {
        const channel = Math.floor(output / multiplier);
        let acc = bias?.[output] ?? 0;
        for (let tap = 0; tap < taps; tap++) {
          const product = Math.imul(
            weights[tap * outputs + output] as number,
            patch[tap * channels + channel] as number,
          );
          acc = (acc + product) | 0;
        }
        y[at++] = rescaleCode(rescale, acc, output);
      }
    }
  }
  return y;
};

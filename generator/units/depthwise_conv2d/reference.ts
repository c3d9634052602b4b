import { gatherPatch } from '../conv2d/patch.js';
import { clampReal } from '../real.js';
import { realWeights, scaleOf } from '../weights.js';
import type { DepthwiseConv2dSpec } from './spec.js';

/** Real-valued depthwise convolution with zero padding, clamped by the activation. */
export const depthwiseConv2dReference = (
  spec: DepthwiseConv2dSpec,
  [x]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('depthwise_conv2d has one input');
  const { geometry, channels, multiplier, parameters, layer } = spec;
  const { outputs } = layer;
  const weights = realWeights(parameters.weights, (i) => i % outputs);
  const inputScale = spec.inputs[0]?.scale ?? 1;
  const taps = geometry.kernel[0] * geometry.kernel[1];
  const patch = new Float64Array(taps * channels);
  const y = new Float64Array(layer.vectors * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      gatherPatch(x, geometry, channels, oy, ox, patch);
      for (let output = 0; output < outputs; output++) {
        const channel = Math.floor(output / multiplier);
        let sum = (spec.bias?.[output] ?? 0) * inputScale * scaleOf(parameters.weights, output);
        for (let tap = 0; tap < taps; tap++) {
          sum +=
            (weights[tap * outputs + output] as number) *
            (patch[tap * channels + channel] as number);
        }
        y[at++] = clampReal(parameters.activation, sum);
      }
    }
  }
  return y;
};

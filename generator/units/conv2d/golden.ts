import { type Codes, narrow } from '../../ir/codes.js';
import { rescaleCode } from '../requantize/rescale.js';
import { gatherPatch } from './patch.js';
import type { Conv2dSpec } from './spec.js';

/**
 * acc = sum(w * (x - z_in)) + bias in int32, cells outside the image contributing zero; requantize;
 * + z_out; clamp. TFLite `reference_integer_ops::ConvPerChannel`. [h, w, c] to [h', w', outputs].
 */
export const conv2dGolden = (spec: Conv2dSpec, [input]: readonly Codes[]): Codes => {
  const { geometry, channels, weights, bias, matrixVector } = spec;
  const { inputs, outputs, rescale } = matrixVector;
  const zeroPoint = spec.inputs[0]?.zeroPoint ?? 0;
  const centredInput = narrow(input).map((code) => code - zeroPoint);
  const patch = new Int32Array(inputs);
  const y = new Int32Array(geometry.outHeight * geometry.outWidth * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      gatherPatch(centredInput, geometry, channels, oy, ox, patch);
      for (let output = 0; output < outputs; output++) {
        const row = output * inputs;
        let acc = bias?.[output] ?? 0;
        for (let i = 0; i < inputs; i++) {
          acc = (acc + Math.imul(weights[row + i] as number, patch[i] as number)) | 0;
        }
        y[at++] = rescaleCode(rescale, acc, output);
      }
    }
  }
  return y;
};

import { clampReal } from '../real.js';
import { realWeights, scaleOf } from '../weights.js';
import { gatherPatch } from './patch.js';
import type { Conv2dSpec } from './spec.js';

/** Real-valued convolution with zero padding, clamped by the activation. Values in, values out. */
export const conv2dReference = (spec: Conv2dSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('conv2d has one input');
  const { geometry, channels, parameters, matrixVector } = spec;
  const { inputs, outputs } = matrixVector;
  const weights = realWeights(parameters.weights, (i) => Math.floor(i / inputs));
  const inputScale = spec.inputs[0]?.scale ?? 1;
  const patch = new Float64Array(inputs);
  const y = new Float64Array(matrixVector.vectors * outputs);
  let at = 0;
  for (let oy = 0; oy < geometry.outHeight; oy++) {
    for (let ox = 0; ox < geometry.outWidth; ox++) {
      gatherPatch(x, geometry, channels, oy, ox, patch);
      for (let output = 0; output < outputs; output++) {
        const biasScale = inputScale * scaleOf(parameters.weights, output);
        let sum = (spec.bias?.[output] ?? 0) * biasScale;
        for (let i = 0; i < inputs; i++) {
          sum += (weights[output * inputs + i] as number) * (patch[i] as number);
        }
        y[at++] = clampReal(parameters.activation, sum);
      }
    }
  }
  return y;
};

import { type Codes, narrow } from '../../ir/codes.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { DenseSpec } from './spec.js';

/**
 * acc = sum(w * (x - z_in)) + bias in int32; requantize; + z_out; clamp. TFLite
 * `reference_integer_ops::FullyConnected`. Input [.., inputs], output [.., outputs].
 */
export const denseGolden = (spec: DenseSpec, [input]: readonly Codes[]): Codes => {
  const x = narrow(input);
  const { weights, bias, matrixVector } = spec;
  const { inputs, outputs, rescale } = matrixVector;
  const zeroPoint = spec.inputs[0]?.zeroPoint ?? 0;
  const vectors = x.length / inputs;
  const centredInput = x.map((code) => code - zeroPoint);
  const y = new Int32Array(vectors * outputs);
  for (let vector = 0; vector < vectors; vector++) {
    const from = vector * inputs;
    for (let output = 0; output < outputs; output++) {
      const row = output * inputs;
      let acc = bias?.[output] ?? 0;
      for (let i = 0; i < inputs; i++) {
        acc = (acc + Math.imul(weights[row + i] as number, centredInput[from + i] as number)) | 0;
      }
      y[vector * outputs + output] = rescaleCode(rescale, acc, output);
    }
  }
  return y;
};

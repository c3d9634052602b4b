import { clampReal } from '../real.js';
import { realWeights } from '../weights.js';
import type { DenseSpec } from './spec.js';

/** Real-valued W x + b, clamped by the activation. Values in, values out. */
export const denseReference = (spec: DenseSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('dense has one input');
  const { inputs, outputs } = spec.matrixVector;
  const { weights: tensor, bias } = spec.parameters;
  const weights = realWeights(tensor, (i) => Math.floor(i / inputs));
  const inputScale = spec.inputs[0]?.scale ?? 1;
  const vectors = x.length / inputs;
  const y = new Float64Array(vectors * outputs);
  for (let vector = 0; vector < vectors; vector++) {
    for (let output = 0; output < outputs; output++) {
      const weightScale =
        typeof tensor.scale === 'number' ? tensor.scale : (tensor.scale[output] as number);
      let sum = bias ? Number(bias.data[output]) * inputScale * weightScale : 0;
      for (let i = 0; i < inputs; i++) {
        sum += (weights[output * inputs + i] as number) * (x[vector * inputs + i] as number);
      }
      y[vector * outputs + output] = clampReal(spec.parameters.activation, sum);
    }
  }
  return y;
};

import { blockSize, scaleBias, unitExponent } from '../../ir/formats/microscaling.js';
import { clampReal } from '../real.js';
import { biasValue } from './problems.js';
import type { MxDenseSpec } from './spec.js';

/** Real-valued W x + b, clamped by the activation: values of elements and of scales in, values out. */
export const mxDenseReference = (
  spec: MxDenseSpec,
  [elements, scales]: readonly Float64Array[],
): Float64Array => {
  const { parameters, weights, formats, array, inputs, realScale } = spec;
  const { length, blocks } = array.row;
  const own = inputs.reduce((product, { scale }) => product * scale, 1);
  const weightUnit = (realScale / own) * 2 ** unitExponent(formats[1]);
  return Float64Array.from({ length: array.vectors * array.outputs }, (_, i) => {
    const vector = Math.floor(i / array.outputs);
    const output = i % array.outputs;
    let sum = parameters.bias ? biasValue(parameters.bias, output) : 0;
    for (let k = 0; k < length; k++) {
      const block = Math.floor(k / blockSize);
      const weightScale = 2 ** ((weights.scales[output * blocks + block] as number) - scaleBias);
      const weight = (weights.units[output * length + k] as number) * weightUnit * weightScale;
      const scale = scales?.[vector * blocks + block] as number;
      sum += weight * (elements?.[vector * length + k] as number) * scale;
    }
    return clampReal(parameters.activation, sum);
  });
};

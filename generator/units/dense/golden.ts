import type { Codes } from '../../ir/codes.js';
import { centre } from './centre.js';
import type { DenseSpec } from './spec.js';
import { vectorProduct } from './vector-product.js';

/**
 * acc = sum(w * (x - z_in)) + bias in int32 or int64; requantize; + z_out; clamp. TFLite
 * `reference_integer_ops::FullyConnected`. Input [.., inputs], output [.., outputs].
 */
export const denseGolden = (spec: DenseSpec, [input]: readonly Codes[]): Codes => {
  const { matrixVector } = spec;
  const { inputs, outputs } = matrixVector;
  const x = centre(input, spec.inputs[0] ?? spec.output);
  const vectors = x.length / inputs;
  const product = vectorProduct(spec);
  const y = new Int32Array(vectors * outputs);
  for (let vector = 0; vector < vectors; vector++) {
    product(x, vector * inputs, y, vector * outputs);
  }
  return y;
};

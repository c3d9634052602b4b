import { narrow } from '../../ir/codes.js';
import type { MxFormat } from '../../ir/format.js';
import { blockSize, elementUnits, nanScale } from '../../ir/formats/microscaling.js';
import type { ConstantTensor } from '../../ir/tensor.js';

/** Weights as the array stores them. A block with an element that is no number has a scale that is none. */
export interface BlockWeights {
  /** Codes [outputs, inputs], 0 in place of what is no number. */
  readonly codes: Int32Array;
  /** Codes [outputs, blocks]. */
  readonly scales: Int32Array;
  /** In units of the least element. */
  readonly units: Float64Array;
}

export const blockWeights = (
  weights: ConstantTensor,
  weightScales: ConstantTensor,
  format: MxFormat,
): BlockWeights => {
  const [outputs = 0, inputs = 0] = weights.shape;
  const blocks = Math.ceil(inputs / blockSize);
  const table = elementUnits(format);
  const codes = narrow(weights.data).slice();
  const scales = narrow(weightScales.data).slice();
  const units = new Float64Array(codes.length);
  for (let output = 0; output < outputs; output++) {
    for (let i = 0; i < inputs; i++) {
      const at = output * inputs + i;
      const value = table[codes[at] as number];
      if (value === undefined) {
        scales[output * blocks + Math.floor(i / blockSize)] = nanScale;
        codes[at] = 0;
      }
      units[at] = value ?? 0;
    }
  }
  return { codes, scales, units };
};

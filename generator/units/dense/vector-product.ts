import { rescaleCode } from '../requantize/rescale.js';
import { accumulate } from './accumulate.js';
import { accumulateExactly } from './accumulate-exactly.js';
import type { MatrixVector } from './matrix-vector.js';
import { vectorRescaler } from './rescale-vector.js';

/** Codes of the outputs, to `y` at `at`, of the vector of centred codes at `from` of `x`. */
export type VectorProduct = (x: Int32Array, from: number, y: Int32Array, at: number) => void;

/** The golden model of dense and of each window of a convolution, in the accumulator of its spec. */
export const vectorProduct = (spec: {
  readonly weights: Int32Array;
  readonly bias: Int32Array | Float64Array | undefined;
  readonly matrixVector: MatrixVector;
}): VectorProduct => {
  const { weights, bias, matrixVector } = spec;
  const { inputs, outputs, rescale } = matrixVector;
  if (rescale.accumulator === 'int64') {
    const sums = new Float64Array(outputs);
    return (x, from, y, at) => {
      accumulateExactly(weights, bias, x, from, inputs, sums);
      for (let o = 0; o < outputs; o++) y[at + o] = rescaleCode(rescale, sums[o] as number, o);
    };
  }
  const rescaleVector = vectorRescaler(rescale, outputs);
  const sums = new Int32Array(outputs);
  return (x, from, y, at) => {
    accumulate(weights, bias, x, from, inputs, sums);
    rescaleVector(sums, y, at);
  };
};

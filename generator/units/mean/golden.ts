import { type Codes, narrow } from '../../ir/codes.js';
import { elementsOf } from '../../ir/stream.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { MeanShape, MeanSpec } from './spec.js';

/** Calls `visit` with each result's number and the sum of its elements. */
export const forEachSum = (
  { outer, count, inner }: MeanShape,
  x: Int32Array | Float64Array,
  visit: (index: number, sum: number) => void,
): void => {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += x[(o * count + k) * inner + i] as number;
      visit(o * inner + i, sum);
    }
  }
};

/**
 * Sum of the codes less count times the zero point, an int32, times the factor that holds the count;
 * TFLite `reference_ops::QuantizedMeanOrSum`. There is no other way for equal quantizations.
 */
export const meanGolden = (spec: MeanSpec, [input]: readonly Codes[]): Codes => {
  const y = new Int32Array(elementsOf(spec.output));
  forEachSum(spec, narrow(input), (index, sum) => {
    y[index] = rescaleCode(spec.rescale, (sum + spec.bias) | 0, 0);
  });
  return y;
};

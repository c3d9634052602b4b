import { type Codes, narrow } from '../../ir/codes.js';
import { roundingDivideByPowerOfTwo } from '../../numeric/rounding.js';
import { multiply, reciprocalOf } from './fixed-point.js';
import { softmaxRowInt16 } from './int16.js';
import { type SoftmaxSpec, sumIntegerBits } from './spec.js';

/** An exponential, Q0.31, as it enters the sum, Q12.19. */
export const sumTerm = (exponential: number): number =>
  roundingDivideByPowerOfTwo(exponential, sumIntegerBits);

/**
 * TFLite `reference_ops::Softmax` to int8, `SoftmaxInt16` to int16. For sums of 512 and more it divides by more than 2^31, which
 * gemmlowp leaves undefined; here the quotient is what it is, 0.
 */
export const softmaxGolden = (spec: SoftmaxSpec, [input]: readonly Codes[]): Codes => {
  const x = narrow(input);
  const { row, rows, exponentials, int16 } = spec;
  const y = new Int32Array(x.length);
  for (let r = 0; r < rows; r++) {
    const codes = x.subarray(r * row, (r + 1) * row);
    if (int16) {
      softmaxRowInt16(int16, codes, (i, code) => {
        y[r * row + i] = code;
      });
      continue;
    }
    let largest = codes[0] as number;
    for (const code of codes) if (code > largest) largest = code;
    let sum = 0;
    for (const code of codes) sum += sumTerm(exponentials[largest - code] as number);
    const { reciprocal, bitsOverUnit } = reciprocalOf(sum, sumIntegerBits);
    for (let i = 0; i < row; i++) {
      const exponential = exponentials[largest - (codes[i] as number)] as number;
      const share = roundingDivideByPowerOfTwo(
        multiply(reciprocal, exponential),
        bitsOverUnit + 31 - 8,
      );
      y[r * row + i] = Math.min(127, share - 128);
    }
  }
  return y;
};

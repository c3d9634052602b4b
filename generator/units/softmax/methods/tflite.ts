import { quantizeMultiplier } from '../../../numeric/multiplier.js';
import { roundingDivideByPowerOfTwo } from '../../../numeric/rounding.js';
import { expOfNegative, multiply, reciprocalOf } from '../fixed-point.js';
import type { TflitePlan } from './plan.js';

/** Integer bits of the scaled difference, Q5.26, and of the sum, Q12.19. */
const differenceIntegerBits = 5;
export const sumIntegerBits = 12;

/** `PreprocessSoftmaxScaling`: beta and scale are float32, their product is double. */
export const differenceFactor = (beta: number, scale: number): number =>
  Math.min(Math.fround(beta) * Math.fround(scale) * 2 ** (31 - differenceIntegerBits), 2 ** 31 - 1);

/**
 * The exponential of every difference. Those beyond `CalculateInputRadius`, which the scaling would
 * not hold in 32 bits, are 0 (TFLite `reference_ops::Softmax`).
 */
export const tflitePlan = (factor: number, codes: number): TflitePlan => {
  const { multiplier, shift } = quantizeMultiplier(factor);
  const radius = Math.floor(
    ((2 ** differenceIntegerBits - 1) * 2 ** (31 - differenceIntegerBits)) / 2 ** shift,
  );
  return {
    kind: 'tflite',
    exponentials: Int32Array.from({ length: codes }, (_, difference) =>
      difference > radius ? 0 : expOfNegative(multiply(-difference * 2 ** shift, multiplier)),
    ),
  };
};

/** An exponential, Q0.31, as it enters the sum, Q12.19. */
export const sumTerm = (exponential: number): number =>
  roundingDivideByPowerOfTwo(exponential, sumIntegerBits);

/**
 * TFLite `reference_ops::Softmax` to int8, from 0. For sums of 512 and more it divides by more than 2^31,
 * which gemmlowp leaves undefined; here the quotient is what it is, 0.
 */
export const tfliteRow = (
  { exponentials }: TflitePlan,
  differences: readonly number[],
): readonly number[] => {
  const terms = differences.map((difference) => exponentials[difference] as number);
  const sum = terms.reduce((total, term) => total + sumTerm(term), 0);
  const { reciprocal, bitsOverUnit } = reciprocalOf(sum, sumIntegerBits);
  return terms.map((term) =>
    Math.min(255, roundingDivideByPowerOfTwo(multiply(reciprocal, term), bitsOverUnit + 31 - 8)),
  );
};

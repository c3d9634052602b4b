import type { Codes } from '../../ir/codes.js';
import { termValues } from '../elementwise/sum-golden.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { SquaredDifferenceSpec } from './spec.js';

/** Both terms, each rounded by itself; the square of their difference rescaled; + z_out; clamp. */
export const squaredDifferenceGolden = (
  { terms, rescale, elements }: SquaredDifferenceSpec,
  inputs: readonly Codes[],
): Codes => {
  const first = termValues(terms[0], inputs);
  const second = termValues(terms[1], inputs);
  return Int32Array.from({ length: elements }, (_, i) => {
    const difference = first(i) + second(i);
    return rescaleCode(rescale, difference * difference, 0);
  });
};

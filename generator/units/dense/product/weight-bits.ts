import { signedBitsFor } from '../../../ir/format.js';

/** Narrowest width of the weights as signed operands. */
export const weightBitsOf = (weights: Int32Array): number => {
  let minimum = 0;
  let maximum = 0;
  for (const weight of weights) {
    if (weight < minimum) minimum = weight;
    if (weight > maximum) maximum = weight;
  }
  return signedBitsFor(minimum, maximum);
};

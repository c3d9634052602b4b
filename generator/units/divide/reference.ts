import type { DivideSpec } from './spec.js';

/** a / b; of zero by zero, zero. */
export const divideReference = (_: DivideSpec, [a, b]: readonly Float64Array[]): Float64Array => {
  if (!a || !b) throw new Error('divide has two inputs');
  return a.map((value, i) => (value === 0 ? 0 : value / (b[i] as number)));
};

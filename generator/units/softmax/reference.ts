import type { SoftmaxSpec } from './spec.js';

/** exp(beta x) of each element over the sum of its row. */
export const softmaxReference = (spec: SoftmaxSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('softmax has one input');
  const { row, rows } = spec;
  const { beta } = spec.parameters;
  const y = new Float64Array(x.length);
  for (let r = 0; r < rows; r++) {
    const values = x.subarray(r * row, (r + 1) * row);
    const largest = values.reduce((a, b) => Math.max(a, b));
    const exponentials = values.map((value) => Math.exp(beta * (value - largest)));
    const sum = exponentials.reduce((a, b) => a + b);
    y.set(
      exponentials.map((value) => value / sum),
      r * row,
    );
  }
  return y;
};

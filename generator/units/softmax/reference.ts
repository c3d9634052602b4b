import { counts } from './golden.js';
import type { SoftmaxSpec } from './spec.js';

/** exp(beta x) of each element that counts over the sum of its row's; 0 of all others. */
export const softmaxReference = (
  spec: SoftmaxSpec,
  [x, mask]: readonly Float64Array[],
): Float64Array => {
  if (!x) throw new Error('softmax has one input');
  const { row, rows } = spec;
  const { beta } = spec.parameters;
  const y = new Float64Array(x.length);
  for (let r = 0; r < rows; r++) {
    const values = x
      .subarray(r * row, (r + 1) * row)
      .map((value, i) =>
        counts(spec, r, i) && (mask?.[r * row + i] ?? 1) > 0 ? value : Number.NEGATIVE_INFINITY,
      );
    const largest = values.reduce((a, b) => Math.max(a, b));
    if (largest === Number.NEGATIVE_INFINITY) continue;
    const exponentials = values.map((value) => Math.exp(beta * (value - largest)));
    const sum = exponentials.reduce((a, b) => a + b);
    y.set(
      exponentials.map((value) => value / sum),
      r * row,
    );
  }
  return y;
};

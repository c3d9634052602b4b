export interface RealNorm {
  readonly row: number;
  readonly centred: boolean;
  readonly epsilon: number;
  readonly gamma: readonly number[];
  readonly beta: readonly number[];
}

/** (x - mean) / sqrt(variance + epsilon) * gamma + beta of each row; without the mean where not centred. */
export const realNorm = (
  { row, centred, epsilon, gamma, beta }: RealNorm,
  x: Float64Array,
): Float64Array => {
  const y = new Float64Array(x.length);
  for (let from = 0; from < x.length; from += row) {
    const values = x.subarray(from, from + row);
    const mean = centred ? values.reduce((a, b) => a + b, 0) / row : 0;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / row;
    const deviation = Math.sqrt(variance + epsilon);
    values.forEach((value, i) => {
      // A row without any deviation has no direction either: what is left is beta.
      const normal = deviation === 0 ? 0 : (value - mean) / deviation;
      y[from + i] = normal * (gamma[i] as number) + (beta[i] as number);
    });
  }
  return y;
};

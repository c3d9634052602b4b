/**
 * sums[o] = bias[o] + sum(weights[o * inputs + i] * x[from + i]), without a wrap: what doubles hold, which
 * is more than the 48 bits that an int64's rescaling is defined for.
 */
export const accumulateExactly = (
  weights: Int32Array,
  bias: Int32Array | Float64Array | undefined,
  x: Int32Array,
  from: number,
  inputs: number,
  sums: Float64Array,
): void => {
  let row = 0;
  for (let output = 0; output < sums.length; output++) {
    let sum = bias ? (bias[output] as number) : 0;
    for (let i = 0; i < inputs; i++) {
      sum += (weights[row + i] as number) * (x[from + i] as number);
    }
    sums[output] = sum;
    row += inputs;
  }
};

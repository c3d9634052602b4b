/**
 * sums[o] = bias[o] + sum(weights[o * inputs + i] * x[from + i]), int32 as the definition has it: modulo
 * 2^32. Four outputs a pass, so that each activation is read once for four products.
 */
export const accumulate = (
  weights: Int32Array,
  bias: Int32Array | Float64Array | undefined,
  x: Int32Array,
  from: number,
  inputs: number,
  sums: Int32Array,
): void => {
  const outputs = sums.length;
  const whole = outputs - (outputs % 4);
  let row = 0;
  for (let output = 0; output < whole; output += 4) {
    const row1 = row + inputs;
    const row2 = row1 + inputs;
    const row3 = row2 + inputs;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < inputs; i++) {
      const code = x[from + i] as number;
      sum0 = (sum0 + Math.imul(weights[row + i] as number, code)) | 0;
      sum1 = (sum1 + Math.imul(weights[row1 + i] as number, code)) | 0;
      sum2 = (sum2 + Math.imul(weights[row2 + i] as number, code)) | 0;
      sum3 = (sum3 + Math.imul(weights[row3 + i] as number, code)) | 0;
    }
    sums[output] = sum0;
    sums[output + 1] = sum1;
    sums[output + 2] = sum2;
    sums[output + 3] = sum3;
    row = row3 + inputs;
  }
  for (let output = whole; output < outputs; output++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) {
      sum = (sum + Math.imul(weights[row + i] as number, x[from + i] as number)) | 0;
    }
    sums[output] = sum;
    row += inputs;
  }
  if (bias) {
    for (let output = 0; output < outputs; output++) {
      sums[output] = (sums[output] as number) + (bias[output] as number);
    }
  }
};

/** erf by its series, to double precision for the arguments that matter; 1 beyond. */
const erf = (z: number): number => {
  if (Math.abs(z) > 5) return Math.sign(z);
  let power = z;
  let sum = z;
  for (let n = 1; n < 120; n++) {
    power *= (-z * z) / n;
    sum += power / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};

/** x * (1 + erf(x / sqrt(2))) / 2 */
export const realGelu = (x: number): number => (x * (1 + erf(x * Math.SQRT1_2))) / 2;

/** x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2 */
export const realGeluTanh = (x: number): number =>
  (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2;

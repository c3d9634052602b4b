import { SinterError } from '../error.js';
import { largestGroup, type NmSparsity } from '../ir/sparsity.js';

/** At most `n` weights other than zero in each group of `m` along the inputs: `nm(2, 4)`. */
export const nm = (n: number, m: number): NmSparsity => {
  const whole = Number.isInteger(n) && Number.isInteger(m);
  if (!whole || n < 1 || n >= m || m > largestGroup) {
    throw new SinterError({
      code: 'E_ARGUMENT',
      place: `nm(${n}, ${m})`,
      reason: `needs whole numbers with 1 <= n < m <= ${largestGroup}`,
    });
  }
  return Object.freeze({ kind: 'nm', n, m });
};

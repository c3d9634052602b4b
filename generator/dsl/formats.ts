import { SinterError } from '../error.js';
import type { IntFormat, UintFormat } from '../ir/format.js';

const checkBits = (name: string, bits: number): void => {
  if (!Number.isInteger(bits) || bits < 1 || bits > 64) {
    throw new SinterError({
      code: 'E_FORMAT',
      place: `${name}(${bits})`,
      reason: 'a number format has 1 to 64 bits',
    });
  }
};

/** Two's complement integer of `bits` bits, 1 to 64. */
export const int = (bits: number): IntFormat => {
  checkBits('int', bits);
  return Object.freeze({ kind: 'int', bits });
};

/** Unsigned integer of `bits` bits, 1 to 64. */
export const uint = (bits: number): UintFormat => {
  checkBits('uint', bits);
  return Object.freeze({ kind: 'uint', bits });
};

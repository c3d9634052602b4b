import { bitVector } from '../emit/literal.js';

/**
 * Calls `visit` for each position of nested axes, axis 0 turning fastest, with its number in that
 * order. The same array is changed from call to call.
 */
export const odometer = (
  lengths: readonly number[],
  visit: (position: readonly number[], index: number) => void,
): void => {
  const total = lengths.reduce((a, b) => a * b, 1);
  const position = lengths.map(() => 0);
  for (let index = 0; index < total; index++) {
    visit(position, index);
    for (let axis = 0; axis < lengths.length; axis++) {
      const next = (position[axis] as number) + 1;
      if (next < (lengths[axis] as number)) {
        position[axis] = next;
        break;
      }
      position[axis] = 0;
    }
  }
};

/** Numbers of `bits` bits side by side in one Verilog literal, the first lowest; two's complement. */
export const packed = (bits: number, values: readonly (number | bigint)[]): string => {
  let word = 0n;
  for (const [i, value] of values.entries()) {
    word |= BigInt.asUintN(bits, BigInt(value)) << BigInt(i * bits);
  }
  return bitVector(values.length * bits, word);
};

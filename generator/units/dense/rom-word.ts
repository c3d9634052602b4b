/** A field of a memory word: its value in two's complement, and its bits. */
export type Field = readonly [value: number, bits: number];

/** Fields side by side, the first lowest. */
export const romWord = (fields: readonly Field[]): bigint => {
  let digits = '';
  for (const [value, bits] of fields) {
    const code = value < 0 ? value + 2 ** bits : value;
    digits = code.toString(2).padStart(bits, '0') + digits;
  }
  return BigInt(`0b${digits}`);
};

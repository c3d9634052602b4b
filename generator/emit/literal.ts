/** Verilog literals. Every number that a template prints as a constant comes from here. */

/** `8'hff`: the low `bits` bits of `value`, two's complement. */
export const bitVector = (bits: number, value: bigint | number): string =>
  `${bits}'h${BigInt.asUintN(bits, BigInt(value)).toString(16)}`;

/** `-8'sd5`, a signed decimal; the most negative number as `8'sh80`, which has no decimal form. */
export const signedDecimal = (bits: number, value: number): string => {
  if (value === -(2 ** (bits - 1))) {
    return `${bits}'sh${BigInt.asUintN(bits, BigInt(value)).toString(16)}`;
  }
  return value < 0 ? `-${bits}'sd${-value}` : `${bits}'sd${value}`;
};

/** `4'd9`, an unsigned decimal. */
export const unsignedDecimal = (bits: number, value: number): string => `${bits}'d${value}`;

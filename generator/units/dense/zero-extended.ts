/** `value` of `from` bits with zeros above it up to `to` bits, in Verilog. */
export const zeroExtended = (value: string, from: number, to: number): string =>
  from === to ? value : `{ {${to - from}{1'b0}}, ${value}}`;

// sinter_product_shift: an activation times 0 or plus or minus 2^e, as a term that lacks 1 where
// the weight is negative: the bitwise inverse. b: the sign above e + 1, or above 0 for zero. What
// all weights lack together is a constant of their row.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_product_shift #(
    parameter A_BITS = 8,
    parameter B_BITS = 3,
    parameter PRODUCT_BITS = 10  // A_BITS + the largest e
) (
    input  wire [      A_BITS-1:0] a,
    input  wire [      B_BITS-1:0] b,
    output wire [PRODUCT_BITS-1:0] product
);
  wire [B_BITS-2:0] field = b[B_BITS-2:0];
  wire [PRODUCT_BITS:0] wide;
  sinter_sign_extend #(.IN_BITS(A_BITS), .OUT_BITS(PRODUCT_BITS + 1)) extend (.in(a), .out(wide));

  // One place too far, for want of a subtraction, and back by wires.
  wire [PRODUCT_BITS:0] shifted = wide << field;
  wire unused = shifted[0];

  assign product = (shifted[PRODUCT_BITS:1] ^ {PRODUCT_BITS{b[B_BITS-1]}}) & {PRODUCT_BITS{|field}};
endmodule

`default_nettype wire

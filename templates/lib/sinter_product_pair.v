// sinter_product_pair: the sum of two products, times 1, 4 or 16, of which 4 and 16 come only where
// one weight is 0: what outlier-victim pairs are made of. b: two mantissas, above them the number
// of two-bit shifts (0 to 2).
// Latency 0 cycles, combinational; throughput: every pair that stands there.
`default_nettype none

module sinter_product_pair #(
    parameter A_BITS = 8,
    parameter B_BITS = 4,
    parameter SUM_BITS = 13,     // of both products, before the shift
    parameter PRODUCT_BITS = 16
) (
    input  wire [    2*A_BITS-1:0] a,
    input  wire [  2*B_BITS+2-1:0] b,
    output wire [PRODUCT_BITS-1:0] product
);
  wire [A_BITS+B_BITS-1:0] low, high;
  wire [SUM_BITS-1:0] low_wide, high_wide;
  wire [PRODUCT_BITS-1:0] wide;
  wire [SUM_BITS-1:0] sum = low_wide + high_wide;
  wire [1:0] shift = b[2*B_BITS+:2];

  sinter_multiplier_luts #(.A_BITS(A_BITS), .B_BITS(B_BITS)) multiply_low (
      .a(a[0+:A_BITS]), .b(b[0+:B_BITS]), .product(low));
  sinter_multiplier_luts #(.A_BITS(A_BITS), .B_BITS(B_BITS)) multiply_high (
      .a(a[A_BITS+:A_BITS]), .b(b[B_BITS+:B_BITS]), .product(high));
  sinter_sign_extend #(.IN_BITS(A_BITS + B_BITS), .OUT_BITS(SUM_BITS)) extend_low (
      .in(low), .out(low_wide));
  sinter_sign_extend #(.IN_BITS(A_BITS + B_BITS), .OUT_BITS(SUM_BITS)) extend_high (
      .in(high), .out(high_wide));
  sinter_sign_extend #(.IN_BITS(SUM_BITS), .OUT_BITS(PRODUCT_BITS)) extend (
      .in(sum), .out(wide));

  assign product = shift[1] ? wide << 4 : shift[0] ? wide << 2 : wide;
endmodule

`default_nettype wire

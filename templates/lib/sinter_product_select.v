// sinter_product_select: the weight b where the activation's code a is 1, else 0. Twice the sum of
// these less the sum of all weights is the dot product with -1 and +1.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_product_select #(
    parameter B_BITS = 8
) (
    input  wire [       0:0] a,
    input  wire [B_BITS-1:0] b,
    output wire [B_BITS-1:0] product
);
  assign product = b & {B_BITS{a[0]}};
endmodule

`default_nettype wire

// sinter_product_binary: an activation times -1 (b = 0) or +1, as a term that lacks 1 where the
// weight is -1: the bitwise inverse. What all weights lack together is a constant of their row.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_product_binary #(
    parameter A_BITS = 8
) (
    input  wire [A_BITS-1:0] a,
    input  wire [       0:0] b,
    output wire [A_BITS-1:0] product
);
  assign product = a ^ {A_BITS{!b[0]}};
endmodule

`default_nettype wire

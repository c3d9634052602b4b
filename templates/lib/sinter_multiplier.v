// sinter_multiplier: exact signed product, combinational. Every product of the datapath goes
// through here, so that a target's own multiplier is one file to exchange.
`default_nettype none

module sinter_multiplier #(
    parameter A_BITS = 8,
    parameter B_BITS = 8
) (
    input  wire signed [       A_BITS-1:0] a,
    input  wire signed [       B_BITS-1:0] b,
    output wire signed [A_BITS+B_BITS-1:0] product
);
  wire signed [A_BITS+B_BITS-1:0] a_wide = {{B_BITS{a[A_BITS-1]}}, a};
  wire signed [A_BITS+B_BITS-1:0] b_wide = {{A_BITS{b[B_BITS-1]}}, b};

  assign product = a_wide * b_wide;
endmodule

`default_nettype wire

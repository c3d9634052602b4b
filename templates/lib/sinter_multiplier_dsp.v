// sinter_multiplier_dsp: exact signed product, combinational, asked for as the target's multiplier
// (attributes of Vivado and Quartus; Yosys takes it for one where it is wide enough).
// Latency 0 cycles; throughput: every product that stands there.
`default_nettype none

module sinter_multiplier_dsp #(
    parameter A_BITS = 8,
    parameter B_BITS = 8
) (
    input  wire signed [       A_BITS-1:0] a,
    input  wire signed [       B_BITS-1:0] b,
    output wire signed [A_BITS+B_BITS-1:0] product
);
  wire signed [A_BITS+B_BITS-1:0] a_wide = {{B_BITS{a[A_BITS-1]}}, a};
  wire signed [A_BITS+B_BITS-1:0] b_wide = {{A_BITS{b[B_BITS-1]}}, b};

  (* use_dsp = "yes", multstyle = "dsp" *)
  wire signed [A_BITS+B_BITS-1:0] result;
  assign result = a_wide * b_wide;
  assign product = result;
endmodule

`default_nettype wire

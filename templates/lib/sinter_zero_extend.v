// sinter_zero_extend: an unsigned number in OUT_BITS bits; narrower than IN_BITS it is cut (the
// user knows that the value fits, or wants it modulo 2^OUT_BITS). Wires only.
`default_nettype none

module sinter_zero_extend #(
    parameter IN_BITS  = 8,
    parameter OUT_BITS = 16
) (
    input  wire [ IN_BITS-1:0] in,
    output wire [OUT_BITS-1:0] out
);
  generate
    if (OUT_BITS > IN_BITS) begin : gen_extend
      assign out = {{(OUT_BITS - IN_BITS) {1'b0}}, in};
    end else if (OUT_BITS == IN_BITS) begin : gen_same
      assign out = in;
    end else begin : gen_cut
      assign out = in[OUT_BITS-1:0];
      wire unused = &{1'b0, in[IN_BITS-1:OUT_BITS]};
    end
  endgenerate
endmodule

`default_nettype wire

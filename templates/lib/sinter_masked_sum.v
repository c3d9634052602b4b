// sinter_masked_sum: a + b modulo 2^WIDTH, or a alone. Written as a - ~b - 1: a carry chain takes
// one operand as it is, of a difference the first, so that the mask goes into the look-up tables of
// the sum.
// Latency 0 cycles, combinational; throughput: every sum that stands there.
`default_nettype none

module sinter_masked_sum #(
    parameter WIDTH = 12
) (
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    input  wire             alone,
    output wire [WIDTH-1:0] sum
);
  wire [WIDTH-1:0] b_inverse = ~(b & {WIDTH{!alone}});
  wire [WIDTH:0] whole = {a, 1'b0} - {b_inverse, 1'b1};

  assign sum = whole[WIDTH:1];

  wire unused = &{1'b0, whole[0]};
endmodule

`default_nettype wire

// sinter_reaches: whether a signed value is at least a signed threshold of another width.
// Latency 0 cycles, combinational; throughput: every comparison that stands there.
`default_nettype none

module sinter_reaches #(
    parameter VALUE_BITS = 16,
    parameter THRESHOLD_BITS = 17
) (
    input  wire [    VALUE_BITS-1:0] value,
    input  wire [THRESHOLD_BITS-1:0] threshold,
    output wire                      reaches
);
  localparam BITS = (VALUE_BITS > THRESHOLD_BITS) ? VALUE_BITS : THRESHOLD_BITS;

  wire signed [BITS-1:0] a, b;
  sinter_sign_extend #(.IN_BITS(VALUE_BITS), .OUT_BITS(BITS)) extend_value (
      .in(value), .out(a));
  sinter_sign_extend #(.IN_BITS(THRESHOLD_BITS), .OUT_BITS(BITS)) extend_threshold (
      .in(threshold), .out(b));

  assign reaches = a >= b;
endmodule

`default_nettype wire

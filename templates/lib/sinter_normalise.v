// sinter_normalise: where the leading one of a value is, and the FRACTION bits below it.
// Latency 2 cycles, throughput one value a cycle. Of 0 the position is 0 and the fraction 0.
`default_nettype none

module sinter_normalise #(
    parameter IN_BITS = 24,
    parameter POSITION_BITS = 5,   // counts to IN_BITS - 1
    parameter FRACTION = 10        // less than IN_BITS
) (
    input  wire                     clk,
    input  wire [      IN_BITS-1:0] value,
    output wire [POSITION_BITS-1:0] position,
    output wire [     FRACTION-1:0] fraction
);
  localparam integer TOP_VALUE = IN_BITS - 1;
  localparam [POSITION_BITS-1:0] TOP = TOP_VALUE[POSITION_BITS-1:0];

  reg [POSITION_BITS-1:0] leading;
  integer bit_index;

  always @* begin
    leading = {POSITION_BITS{1'b0}};
    for (bit_index = 0; bit_index < IN_BITS; bit_index = bit_index + 1)
      if (value[bit_index]) leading = bit_index[POSITION_BITS-1:0];
  end

  reg [POSITION_BITS-1:0] position_q, position_q2;
  reg [IN_BITS-1:0] value_q, normal_q2;

  always @(posedge clk) begin
    value_q <= value;
    position_q <= leading;
    normal_q2 <= value_q << (TOP - position_q);
    position_q2 <= position_q;
  end

  assign position = position_q2;
  assign fraction = normal_q2[IN_BITS-2-:FRACTION];

  wire unused = &{1'b0, normal_q2};
endmodule

`default_nettype wire

// sinter_leading_one: the place of the leading one, 1 .. BITS, 0 for none, and the bits behind it,
// left-aligned. Combinational.
`default_nettype none

module sinter_leading_one #(
    parameter BITS = 16,
    parameter OCTAVE_BITS = 5    // of BITS
) (
    input  wire [       BITS-1:0] in,
    output wire [OCTAVE_BITS-1:0] octave,
    output wire [       BITS-2:0] fraction
);
  localparam STEPS = $clog2(BITS);

  reg [     BITS-1:0] value;
  reg [    STEPS-1:0] zeros;
  reg [OCTAVE_BITS:0] place;
  integer             step;

  // Zeros in front by halves: the widest first.
  always @* begin
    value = in;
    zeros = {STEPS{1'b0}};
    for (step = STEPS - 1; step >= 0; step = step - 1) begin
      if ((value >> (BITS - (1 << step))) == {BITS{1'b0}}) begin
        zeros[step] = 1'b1;
        value = value << (1 << step);
      end
    end
    place = BITS[OCTAVE_BITS:0] - {{(OCTAVE_BITS + 1 - STEPS) {1'b0}}, zeros};
    if (!value[BITS-1]) place = {(OCTAVE_BITS + 1) {1'b0}};
  end

  assign octave   = place[OCTAVE_BITS-1:0];
  assign fraction = value[BITS-2:0];

  wire unused = place[OCTAVE_BITS];
endmodule

`default_nettype wire

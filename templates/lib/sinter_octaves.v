// sinter_octaves: a difference of codes in octaves of 32 codes, halves up. Combinational.
`default_nettype none

module sinter_octaves #(
    parameter BITS = 8,
    parameter SHIFT_BITS = 4    // holds the result of every difference
) (
    input  wire [      BITS-1:0] difference,
    output wire [SHIFT_BITS-1:0] octaves
);
  wire [SHIFT_BITS+4:0] wide;
  sinter_sign_extend #(.IN_BITS(BITS + 1), .OUT_BITS(SHIFT_BITS + 5)) extend (
      .in({1'b0, difference}), .out(wide));
  wire [SHIFT_BITS+4:0] rounded = wide + {{SHIFT_BITS{1'b0}}, 5'd16};

  assign octaves = rounded[SHIFT_BITS+4:5];
  wire unused = &{1'b0, rounded[4:0]};
endmodule

`default_nettype wire

// sinter_reduce_lane: one step of a sum (MAXIMUM = 0) or of a maximum (MAXIMUM = 1) of elements.
// A sum is signed and of RESULT_BITS, as wide as it needs; a maximum has the element's own bits.
// Combinational.
`default_nettype none

module sinter_reduce_lane #(
    parameter ELEMENT_BITS = 8,
    parameter SIGNED = 1,
    parameter MAXIMUM = 0,
    parameter RESULT_BITS = 12
) (
    input  wire                    first,    // nothing has come before this element
    input  wire [ELEMENT_BITS-1:0] element,
    input  wire [ RESULT_BITS-1:0] so_far,
    output wire [ RESULT_BITS-1:0] result
);
  // One more bit makes an unsigned element a signed number.
  wire sign = (SIGNED != 0) && element[ELEMENT_BITS-1];

  generate
    if (MAXIMUM != 0) begin : gen_maximum
      wire so_far_sign = (SIGNED != 0) && so_far[RESULT_BITS-1];
      wire signed [ELEMENT_BITS:0] value = {sign, element};
      wire signed [ELEMENT_BITS:0] largest = {so_far_sign, so_far};
      assign result = (first || value > largest) ? element : so_far;
    end else begin : gen_sum
      wire [RESULT_BITS-1:0] value;
      sinter_sign_extend #(.IN_BITS(ELEMENT_BITS + 1), .OUT_BITS(RESULT_BITS)) extend (
          .in({sign, element}), .out(value));
      assign result = value + (first ? {RESULT_BITS{1'b0}} : so_far);
    end
  endgenerate
endmodule

`default_nettype wire

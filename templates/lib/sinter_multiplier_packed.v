// sinter_multiplier_packed: COUNT products that share the operand a, out of one multiplication of
// A_BITS by (COUNT - 1) * FIELD_BITS + B_BITS bits. The weights b are digits of one wide number:
// each above the lowest comes with the borrow of the one below taken off. Field i of the product is
// a times weight i, less 1 where field i - 1 is negative: who takes it adds that.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_multiplier_packed #(
    parameter COUNT = 2,
    parameter A_BITS = 8,
    parameter B_BITS = 8,
    parameter FIELD_BITS = 16  // holds every a * b[i]
) (
    input  wire [          A_BITS-1:0] a,
    input  wire [    COUNT*B_BITS-1:0] b,
    output wire [COUNT*FIELD_BITS-1:0] product
);
  localparam WHOLE_BITS = COUNT * FIELD_BITS;

  wire signed [WHOLE_BITS-1:0] a_wide, b_wide;
  sinter_sign_extend #(.IN_BITS(A_BITS), .OUT_BITS(WHOLE_BITS)) extend_a (.in(a), .out(a_wide));

  genvar i;
  generate
    for (i = 0; i < COUNT; i = i + 1) begin : gen_digit
      sinter_sign_extend #(.IN_BITS(B_BITS), .OUT_BITS(FIELD_BITS)) extend_b (
          .in(b[i*B_BITS+:B_BITS]), .out(b_wide[i*FIELD_BITS+:FIELD_BITS]));
    end
  endgenerate

  assign product = a_wide * b_wide;
endmodule

`default_nettype wire

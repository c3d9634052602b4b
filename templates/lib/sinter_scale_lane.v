// sinter_scale_lane: ((code - ZERO) * MULTIPLIER / 2^DROP, ties upward) / 2^RIGHT, ties away from
// zero; all constants.
// Latency 4 cycles of `enable`, throughput one term a cycle.
`default_nettype none

module sinter_scale_lane #(
    parameter BITS = 16,
    parameter SIGNED = 1,
    parameter signed [BITS:0] ZERO = 0,
    parameter CENTRED_BITS = 16,    // of a code less its zero point
    parameter [30:0] MULTIPLIER = 31'd1073741824,
    parameter DROP = 16,
    parameter RIGHT = 0,            // DROP + RIGHT below CENTRED_BITS + 32
    parameter TERM_BITS = 31
) (
    input  wire                 clk,
    input  wire                 enable,
    input  wire [     BITS-1:0] code,
    output wire [TERM_BITS-1:0] term
);
  localparam PRODUCT_BITS = CENTRED_BITS + 32;

  // ---- 1: zero point ------------------------------------------------------------------------
  // One more bit makes an unsigned code a signed number, one more holds the difference.
  wire [BITS:0] value = {(SIGNED != 0) && code[BITS-1], code};
  wire [BITS+1:0] difference = {value[BITS], value} - {ZERO[BITS], ZERO};
  wire [CENTRED_BITS-1:0] centred;
  sinter_sign_extend #(.IN_BITS(BITS + 2), .OUT_BITS(CENTRED_BITS)) fit (
      .in(difference), .out(centred));
  reg [CENTRED_BITS-1:0] centred_q;
  always @(posedge clk) if (enable) centred_q <= centred;

  // ---- 2: product ---------------------------------------------------------------------------
  wire signed [PRODUCT_BITS-1:0] product;
  reg signed [PRODUCT_BITS-1:0] product_q2;
  sinter_multiplier #(.A_BITS(CENTRED_BITS), .B_BITS(32)) multiply (
      .a(centred_q), .b({1'b0, MULTIPLIER}), .product(product));
  always @(posedge clk) if (enable) product_q2 <= product;

  // ---- 3: first rounding, ties upward -------------------------------------------------------
  localparam [PRODUCT_BITS-1:0] DROPPED = {{(PRODUCT_BITS - 1){1'b0}}, 1'b1} << DROP;
  localparam signed [PRODUCT_BITS-1:0] FIRST_HALF = DROPPED >> 1;
  wire signed [PRODUCT_BITS-1:0] first = product_q2 + FIRST_HALF;
  reg signed [PRODUCT_BITS-1:0] high_q3;
  always @(posedge clk) if (enable) high_q3 <= first >>> DROP;

  // ---- 4: second rounding, ties away from zero ----------------------------------------------
  localparam [PRODUCT_BITS-1:0] SHIFTED = {{(PRODUCT_BITS - 1){1'b0}}, 1'b1} << RIGHT;
  localparam signed [PRODUCT_BITS-1:0] SECOND_HALF = SHIFTED >> 1;
  wire negative = (RIGHT != 0) && high_q3[PRODUCT_BITS-1];
  wire signed [PRODUCT_BITS-1:0] second =
      high_q3 + SECOND_HALF - $signed({{(PRODUCT_BITS - 1){1'b0}}, negative});
  wire signed [PRODUCT_BITS-1:0] rounded = second >>> RIGHT;
  wire [TERM_BITS-1:0] result;
  reg [TERM_BITS-1:0] term_q4;
  sinter_sign_extend #(.IN_BITS(PRODUCT_BITS), .OUT_BITS(TERM_BITS)) narrow (
      .in(rounded), .out(result));
  always @(posedge clk) if (enable) term_q4 <= result;

  assign term = term_q4;
endmodule

`default_nettype wire

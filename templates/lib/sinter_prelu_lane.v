// sinter_prelu_lane: a line for codes at and above zero and one for those below,
//   clamp((accumulator * slope + constant) >> SHIFT),
// which the generator has proved equal to the definition for every code.
// Latency 3 cycles of `enable`, throughput one result a cycle.
`default_nettype none

module sinter_prelu_lane #(
    parameter ACC_BITS = 8,           // of a code
    parameter SIGNED = 1,             // whether codes are signed
    parameter SLOPE_BITS = 8,         // signed
    parameter CONSTANT_BITS = 16,     // signed
    parameter SUM_BITS = 20,          // of all sums and both limits, signed
    parameter SHIFT = 8,
    parameter OUT_BITS = 8,
    parameter signed [ACC_BITS:0] ZERO = 0,
    parameter signed [SUM_BITS-SHIFT-1:0] MINIMUM = -128,
    parameter signed [SUM_BITS-SHIFT-1:0] MAXIMUM = 127
) (
    input  wire                     clk,
    input  wire                     enable,
    input  wire [     ACC_BITS-1:0] accumulator,
    input  wire [   SLOPE_BITS-1:0] above_slope,
    input  wire [CONSTANT_BITS-1:0] above_constant,
    input  wire [   SLOPE_BITS-1:0] below_slope,
    input  wire [CONSTANT_BITS-1:0] below_constant,
    output wire [     OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = ACC_BITS + 1 + SLOPE_BITS;
  localparam WHOLE_BITS = SUM_BITS - SHIFT;

  // ---- 1: product with the slope of its side ----------------------------------------------------
  // One more bit makes an unsigned code a signed number.
  wire signed [ACC_BITS:0] code = {(SIGNED != 0) && accumulator[ACC_BITS-1], accumulator};
  wire below = code < ZERO;
  wire [PRODUCT_BITS-1:0] product;
  reg [PRODUCT_BITS-1:0] product_q;
  reg [CONSTANT_BITS-1:0] constant_q;
  sinter_multiplier #(.A_BITS(ACC_BITS + 1), .B_BITS(SLOPE_BITS)) multiply (
      .a(code), .b(below ? below_slope : above_slope), .product(product));

  always @(posedge clk) begin
    if (enable) begin
      product_q  <= product;
      constant_q <= below ? below_constant : above_constant;
    end
  end

  // ---- 2: constant ------------------------------------------------------------------------------
  wire [SUM_BITS-1:0] product_wide, constant_wide;
  sinter_sign_extend #(.IN_BITS(PRODUCT_BITS), .OUT_BITS(SUM_BITS)) extend_product (
      .in(product_q), .out(product_wide));
  sinter_sign_extend #(.IN_BITS(CONSTANT_BITS), .OUT_BITS(SUM_BITS)) extend_constant (
      .in(constant_q), .out(constant_wide));
  reg [SUM_BITS-1:0] sum_q;
  always @(posedge clk) if (enable) sum_q <= product_wide + constant_wide;

  // ---- 3: limits --------------------------------------------------------------------------------
  wire signed [WHOLE_BITS-1:0] whole = sum_q[SUM_BITS-1:SHIFT];
  reg [OUT_BITS-1:0] result_q;
  always @(posedge clk) begin
    if (enable) begin
      if (whole < MINIMUM) result_q <= MINIMUM[OUT_BITS-1:0];
      else if (whole > MAXIMUM) result_q <= MAXIMUM[OUT_BITS-1:0];
      else result_q <= whole[OUT_BITS-1:0];
    end
  end

  assign result = result_q;

  // Bits that are shifted out.
  wire unused = &{1'b0, sum_q};
endmodule

`default_nettype wire

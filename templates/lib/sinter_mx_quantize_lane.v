// sinter_mx_quantize_lane: a number of single precision times FACTOR * 2^-(SHIFT - its exponent) to
// the nearest integer, ties to even, plus ZERO, clamped. Infinities are clamped, NaN is ZERO.
// Latency 4 cycles, throughput one number a cycle.
`default_nettype none

module sinter_mx_quantize_lane #(
    parameter [23:0] FACTOR = 24'h800000,
    parameter SHIFT_BITS = 11,
    parameter signed [SHIFT_BITS-1:0] SHIFT = 150,
    parameter OUT_BITS = 8,
    parameter signed [OUT_BITS+1:0] ZERO = 0,
    parameter signed [OUT_BITS+1:0] MINIMUM = -128,
    parameter signed [OUT_BITS+1:0] MAXIMUM = 127
) (
    input  wire                clk,
    input  wire                enable,
    input  wire [        31:0] number,
    output wire [OUT_BITS-1:0] code
);
  localparam signed [SHIFT_BITS-1:0] GONE = 49;
  localparam signed [SHIFT_BITS-1:0] NONE = 0;
  localparam SUM_BITS = OUT_BITS + 2;

  // ---- the product, exactly -------------------------------------------------------------------
  wire [7:0] field = number[30:23];
  wire subnormal = field == 8'd0;
  wire special = field == 8'd255;
  wire [7:0] own = subnormal ? 8'd1 : field;
  wire signed [49:0] product;
  sinter_multiplier #(
      .A_BITS(25),
      .B_BITS(25)
  ) multiply (
      .a({1'b0, !subnormal, number[22:0]}),
      .b({1'b0, FACTOR}),
      .product(product)
  );

  reg [47:0] product_q;
  reg negative_q, infinite_q, nan_q;
  reg signed [SHIFT_BITS-1:0] shift_q;
  always @(posedge clk) begin
    if (enable) begin
      product_q <= product[47:0];
      negative_q <= number[31];
      infinite_q <= special;
      nan_q <= special && (number[22:0] != 23'd0);
      shift_q <= SHIFT - $signed({{(SHIFT_BITS - 8) {1'b0}}, own});
    end
  end

  // ---- the point: what is below it decides the rounding ---------------------------------------
  wire huge = (shift_q <= NONE) && (product_q != 48'd0);
  wire [5:0] shift = (shift_q <= NONE) ? 6'd49 : (shift_q > GONE) ? 6'd49 : shift_q[5:0];
  wire [48:0] doubled = {product_q, 1'b0};
  wire [48:0] lost = ~({49{1'b1}} << shift);
  reg [48:0] shifted_q2, lost_q2;
  reg negative_q2, infinite_q2, nan_q2;
  always @(posedge clk) begin
    if (enable) begin
      shifted_q2 <= doubled >> shift;
      lost_q2 <= doubled & lost;
      negative_q2 <= negative_q;
      infinite_q2 <= infinite_q || huge;
      nan_q2 <= nan_q;
    end
  end

  wire up = shifted_q2[0] && ((lost_q2 != 49'd0) || shifted_q2[1]);
  reg [SUM_BITS-1:0] whole_q3;
  reg negative_q3, infinite_q3, nan_q3;
  always @(posedge clk) begin
    if (enable) begin
      whole_q3 <= {1'b0, shifted_q2[OUT_BITS+1:1]} + {{(SUM_BITS - 1) {1'b0}}, up};
      negative_q3 <= negative_q2;
      infinite_q3 <= infinite_q2 || (shifted_q2[48:OUT_BITS+1] != {(48 - OUT_BITS) {1'b0}});
      nan_q3 <= nan_q2;
    end
  end

  // ---- sign, zero point, clamp ----------------------------------------------------------------
  wire signed [SUM_BITS:0] own_value = {1'b0, whole_q3};
  wire signed [SUM_BITS:0] zero_wide = {ZERO[SUM_BITS-1], ZERO};
  wire signed [SUM_BITS:0] value = negative_q3 ? zero_wide - own_value : zero_wide + own_value;
  wire signed [SUM_BITS:0] least = {MINIMUM[SUM_BITS-1], MINIMUM};
  wire signed [SUM_BITS:0] most = {MAXIMUM[SUM_BITS-1], MAXIMUM};
  reg signed [SUM_BITS:0] clamped;
  always @* begin
    clamped = value;
    if (infinite_q3) clamped = negative_q3 ? least : most;
    if (nan_q3) clamped = zero_wide;
    if (clamped < least) clamped = least;
    if (clamped > most) clamped = most;
  end

  reg [OUT_BITS-1:0] code_q4;
  always @(posedge clk) if (enable) code_q4 <= clamped[OUT_BITS-1:0];
  assign code = code_q4;

  wire unused = &{1'b0, product[49:48], clamped[SUM_BITS:OUT_BITS]};
endmodule

`default_nettype wire

// sinter_divide_lane: sum / count, rounded half away from zero, clamped: the quotient of magnitudes
// is (|sum| + half) * reciprocal >> SHIFT, which the generator has proved to be exact for every
// sum; half = floor(count / 2). Latency 3 cycles of `enable`, throughput one result a cycle.
`default_nettype none

module sinter_divide_lane #(
    parameter SUM_BITS = 12,
    parameter MAGNITUDE_BITS = 12,   // of |sum| + half
    parameter RECIPROCAL_BITS = 8,
    parameter SHIFT = 12,
    parameter OUT_BITS = 8,
    parameter signed [OUT_BITS:0] MINIMUM = -128,
    parameter signed [OUT_BITS:0] MAXIMUM = 127
) (
    input  wire                       clk,
    input  wire                       enable,
    input  wire [       SUM_BITS-1:0] sum,
    input  wire [ MAGNITUDE_BITS-1:0] half,
    input  wire [RECIPROCAL_BITS-1:0] reciprocal,
    output wire [       OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = MAGNITUDE_BITS + RECIPROCAL_BITS + 2;

  // ---- 1: magnitude ---------------------------------------------------------------------------
  wire negative = sum[SUM_BITS-1];
  wire [MAGNITUDE_BITS-1:0] sum_wide;
  sinter_sign_extend #(.IN_BITS(SUM_BITS), .OUT_BITS(MAGNITUDE_BITS)) extend (
      .in(sum), .out(sum_wide));

  reg [ MAGNITUDE_BITS-1:0] magnitude_q;
  reg [RECIPROCAL_BITS-1:0] reciprocal_q;
  reg                       negative_q, negative_q2;

  always @(posedge clk) begin
    if (enable) begin
      magnitude_q <= negative ? half - sum_wide : half + sum_wide;
      reciprocal_q <= reciprocal;
      negative_q <= negative;
      negative_q2 <= negative_q;
    end
  end

  // ---- 2: product -----------------------------------------------------------------------------
  wire [PRODUCT_BITS-1:0] product;
  reg  [PRODUCT_BITS-1:0] product_q;
  sinter_multiplier #(.A_BITS(MAGNITUDE_BITS + 1), .B_BITS(RECIPROCAL_BITS + 1)) multiply (
      .a({1'b0, magnitude_q}), .b({1'b0, reciprocal_q}), .product(product));

  always @(posedge clk) if (enable) product_q <= product;

  // ---- 3: sign and limits ---------------------------------------------------------------------
  wire [OUT_BITS-1:0] quotient = product_q[SHIFT+:OUT_BITS];
  wire signed [OUT_BITS:0] average = negative_q2 ? -{1'b0, quotient} : {1'b0, quotient};
  reg [OUT_BITS-1:0] result_q;

  always @(posedge clk) begin
    if (enable) begin
      if (average < MINIMUM) result_q <= MINIMUM[OUT_BITS-1:0];
      else if (average > MAXIMUM) result_q <= MAXIMUM[OUT_BITS-1:0];
      else result_q <= average[OUT_BITS-1:0];
    end
  end

  assign result = result_q;

  // What is shifted out, and the bits above the largest quotient.
  wire unused = &{1'b0, product_q};
endmodule

`default_nettype wire

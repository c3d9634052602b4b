// sinter_requantize_lane: (accumulator + bias) * multiplier * 2^shift, rounded, + zero point,
// clamped.
//   DOUBLE = 1 (gemmlowp): high = (x << left) * multiplier + 2^30 >> 31, then high / 2^right to
//                          nearest, ties away from zero
//   DOUBLE = 0 (XNNPACK, TFLite's int64): (x * multiplier + 2^(right-1)) >> right, ties upward
// Latency 5 cycles of `enable`, throughput one result a cycle.
`default_nettype none

module sinter_requantize_lane #(
    parameter ACC_BITS = 20,
    parameter BIAS_BITS = 16,
    parameter SUM_BITS = 21,        // of accumulator + bias
    parameter LEFT_BITS = 1,
    parameter SHIFTED_BITS = 21,    // of (accumulator + bias) << left; SUM_BITS without left shifts
    parameter RIGHT_BITS = 4,
    parameter DOUBLE = 1,
    parameter MULTIPLIER_BITS = 31, // 31 with DOUBLE
    parameter OUT_BITS = 8,
    parameter LIMIT_BITS = 9,       // of zero point and both limits, signed
    parameter signed [LIMIT_BITS-1:0] ZERO_POINT = 0,
    parameter signed [LIMIT_BITS-1:0] MINIMUM = -128,
    parameter signed [LIMIT_BITS-1:0] MAXIMUM = 127
) (
    input  wire                  clk,
    input  wire                  enable,
    input  wire [  ACC_BITS-1:0] accumulator,
    input  wire [ BIAS_BITS-1:0] bias,
    input  wire [MULTIPLIER_BITS-1:0] multiplier,
    input  wire [ LEFT_BITS-1:0] left,
    input  wire [RIGHT_BITS-1:0] right,
    output wire [  OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = SHIFTED_BITS + MULTIPLIER_BITS + 1;
  localparam HIGH_BITS = DOUBLE ? SHIFTED_BITS + 1 : PRODUCT_BITS;
  localparam WIDER_BITS = (HIGH_BITS + 1 > LIMIT_BITS ? HIGH_BITS + 1 : LIMIT_BITS) + 1;
  // Codes within narrow limits may have fewer bits than the result.
  localparam FINAL_BITS = WIDER_BITS > OUT_BITS ? WIDER_BITS : OUT_BITS;

  // ---- 1: bias ------------------------------------------------------------------------------
  wire [SUM_BITS-1:0] accumulator_wide, bias_wide;
  sinter_sign_extend #(.IN_BITS(ACC_BITS), .OUT_BITS(SUM_BITS)) extend_accumulator (
      .in(accumulator), .out(accumulator_wide));
  sinter_sign_extend #(.IN_BITS(BIAS_BITS), .OUT_BITS(SUM_BITS)) extend_bias (
      .in(bias), .out(bias_wide));

  reg [  SUM_BITS-1:0] sum_q;
  reg [MULTIPLIER_BITS-1:0] multiplier_q;
  reg [ LEFT_BITS-1:0] left_q;
  reg [RIGHT_BITS-1:0] right_q;

  always @(posedge clk) begin
    if (enable) begin
      sum_q <= accumulator_wide + bias_wide;
      multiplier_q <= multiplier;
      left_q <= left;
      right_q <= right;
    end
  end

  // ---- 2: product ---------------------------------------------------------------------------
  wire [SHIFTED_BITS-1:0] sum_wide;
  wire signed [PRODUCT_BITS-1:0] product;
  reg signed [PRODUCT_BITS-1:0] product_q;
  reg [RIGHT_BITS-1:0] right_q2;

  sinter_sign_extend #(.IN_BITS(SUM_BITS), .OUT_BITS(SHIFTED_BITS)) extend_sum (
      .in(sum_q), .out(sum_wide));
  sinter_multiplier #(.A_BITS(SHIFTED_BITS), .B_BITS(MULTIPLIER_BITS + 1)) multiply (
      .a(sum_wide << left_q), .b({1'b0, multiplier_q}), .product(product));

  always @(posedge clk) begin
    if (enable) begin
      product_q <= product;
      right_q2 <= right_q;
    end
  end

  // ---- 3 and 4: rounding --------------------------------------------------------------------
  reg signed [HIGH_BITS-1:0] high_q;
  reg [RIGHT_BITS-1:0] right_q3;
  reg signed [HIGH_BITS-1:0] rounded_q;

  generate
    if (DOUBLE) begin : gen_double
      localparam signed [PRODUCT_BITS-1:0] NUDGE = {{(PRODUCT_BITS - 31){1'b0}}, 31'h40000000};
      wire signed [PRODUCT_BITS-1:0] nudged = product_q + NUDGE;
      // right = 0 must not round: its half is 0 and so must be the correction for negatives.
      wire [HIGH_BITS-1:0] half = ({{(HIGH_BITS - 1){1'b0}}, 1'b1} << right_q3) >> 1;
      wire negative = high_q[HIGH_BITS-1] && (right_q3 != {RIGHT_BITS{1'b0}});
      wire signed [HIGH_BITS-1:0] to_shift =
          high_q + $signed(half) - $signed({{(HIGH_BITS - 1){1'b0}}, negative});

      always @(posedge clk) begin
        if (enable) begin
          high_q <= nudged[PRODUCT_BITS-1:31];
          rounded_q <= to_shift >>> right_q3;
        end
      end
      wire unused = &{1'b0, nudged[30:0]};
    end else begin : gen_single
      wire [HIGH_BITS-1:0] half = ({{(HIGH_BITS - 1){1'b0}}, 1'b1} << right_q2) >> 1;

      always @(posedge clk) begin
        if (enable) begin
          high_q <= product_q + $signed(half);
          rounded_q <= high_q >>> right_q3;
        end
      end
    end
  endgenerate

  always @(posedge clk) if (enable) right_q3 <= right_q2;

  // ---- 5: zero point and limits -------------------------------------------------------------
  localparam signed [FINAL_BITS-1:0] ZERO_POINT_WIDE =
      {{(FINAL_BITS - LIMIT_BITS){ZERO_POINT[LIMIT_BITS-1]}}, ZERO_POINT};
  localparam signed [FINAL_BITS-1:0] MINIMUM_WIDE =
      {{(FINAL_BITS - LIMIT_BITS){MINIMUM[LIMIT_BITS-1]}}, MINIMUM};
  localparam signed [FINAL_BITS-1:0] MAXIMUM_WIDE =
      {{(FINAL_BITS - LIMIT_BITS){MAXIMUM[LIMIT_BITS-1]}}, MAXIMUM};
  wire signed [FINAL_BITS-1:0] rounded_wide = {{(FINAL_BITS - HIGH_BITS){rounded_q[HIGH_BITS-1]}},
                                               rounded_q};
  wire signed [FINAL_BITS-1:0] moved = rounded_wide + ZERO_POINT_WIDE;
  reg [OUT_BITS-1:0] result_q;

  always @(posedge clk) begin
    if (enable) begin
      if (moved < MINIMUM_WIDE) result_q <= MINIMUM_WIDE[OUT_BITS-1:0];
      else if (moved > MAXIMUM_WIDE) result_q <= MAXIMUM_WIDE[OUT_BITS-1:0];
      else result_q <= moved[OUT_BITS-1:0];
    end
  end

  assign result = result_q;
endmodule

`default_nettype wire

// sinter_i_bert_norm_lane: an element of a row less the row's rounded mean, times the factor of
// its deviation, as I-BERT defines it: y = ((x - mean) factor >> 1) + bias, then y multiplier /
// 2^shift rounded, halves to even, plus the zero point, clamped. The constants (bias, multiplier,
// shift from the lowest bit) are due 2 cycles after the element.
// Latency 7 cycles, throughput one element a cycle.
`default_nettype none

module sinter_i_bert_norm_lane #(
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter MEAN_BITS = 9,          // of a mean and of a code, signed
    parameter BIAS_BITS = 32,
    parameter Y_BITS = 34,            // of y, signed
    parameter SHIFT_BITS = 6,         // shifts are from 1 to PRODUCT_BITS - 1
    parameter OUT_BITS = 8,
    parameter ZERO_BITS = 10,         // of zero point and limits, signed
    parameter signed [ZERO_BITS-1:0] ZERO_POINT = 10'sd0,
    parameter signed [ZERO_BITS-1:0] MINIMUM = -10'sd128,
    parameter signed [ZERO_BITS-1:0] MAXIMUM = 10'sd127
) (
    input  wire                               clk,
    input  wire                               enable,
    input  wire [                   BITS-1:0] element,
    input  wire [            MEAN_BITS+32-1:0] summary,     // mean, factor
    input  wire [BIAS_BITS+32+SHIFT_BITS-1:0] constants,
    output wire [               OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = Y_BITS + 32;

  // ---- 1, 2: the deviation times the factor ---------------------------------------------------
  wire [MEAN_BITS-1:0] code;
  sinter_sign_extend #(.IN_BITS(BITS + 1), .OUT_BITS(MEAN_BITS)) extend (
      .in({(SIGNED != 0) && element[BITS-1], element}), .out(code));

  reg [MEAN_BITS:0] deviation_q;
  reg [31:0] factor_q;
  wire [MEAN_BITS+33:0] normal;
  wire [Y_BITS-1:0] normal_fit, bias_fit;
  reg [Y_BITS-1:0] normal_q2, y_q3;
  sinter_multiplier #(.A_BITS(MEAN_BITS + 1), .B_BITS(33)) weigh (
      .a(deviation_q), .b({1'b0, factor_q}), .product(normal));
  sinter_sign_extend #(.IN_BITS(MEAN_BITS + 33), .OUT_BITS(Y_BITS)) fit_normal (
      .in(normal[MEAN_BITS+33:1]), .out(normal_fit));

  // ---- 3, 4: bias and multiplier --------------------------------------------------------------
  reg [31:0] multiplier_q3;
  reg [SHIFT_BITS-1:0] shift_q3, shift_q4;
  wire [PRODUCT_BITS-1:0] product;
  reg signed [PRODUCT_BITS-1:0] product_q4;
  sinter_sign_extend #(.IN_BITS(BIAS_BITS), .OUT_BITS(Y_BITS)) fit_bias (
      .in(constants[BIAS_BITS-1:0]), .out(bias_fit));
  sinter_multiplier #(.A_BITS(Y_BITS), .B_BITS(32)) scale (
      .a(y_q3), .b(multiplier_q3), .product(product));

  // ---- 5: all but the half below the result; whether anything is below that -------------------
  localparam [PRODUCT_BITS-1:0] ONE = 1;
  wire [PRODUCT_BITS-1:0] half = (ONE << shift_q4) >> 1;
  reg signed [PRODUCT_BITS-1:0] whole_q5;
  reg half_q5, rest_q5;

  // ---- 6, 7: round, zero point, clamp ---------------------------------------------------------
  wire up = half_q5 && (rest_q5 || whole_q5[0]);
  wire signed [PRODUCT_BITS:0] zero, lowest, highest;
  reg signed [PRODUCT_BITS:0] code_q6;
  reg [OUT_BITS-1:0] result_q7;
  sinter_sign_extend #(.IN_BITS(ZERO_BITS), .OUT_BITS(PRODUCT_BITS + 1)) fit_zero (
      .in(ZERO_POINT), .out(zero));
  sinter_sign_extend #(.IN_BITS(ZERO_BITS), .OUT_BITS(PRODUCT_BITS + 1)) fit_lowest (
      .in(MINIMUM), .out(lowest));
  sinter_sign_extend #(.IN_BITS(ZERO_BITS), .OUT_BITS(PRODUCT_BITS + 1)) fit_highest (
      .in(MAXIMUM), .out(highest));

  always @(posedge clk) begin
    if (enable) begin
      deviation_q <= {code[MEAN_BITS-1], code} - {summary[MEAN_BITS+31], summary[32+:MEAN_BITS]};
      factor_q <= summary[31:0];
      normal_q2 <= normal_fit;
      y_q3 <= normal_q2 + bias_fit;
      multiplier_q3 <= constants[BIAS_BITS+:32];
      shift_q3 <= constants[BIAS_BITS+32+:SHIFT_BITS];
      product_q4 <= product;
      shift_q4 <= shift_q3;
      whole_q5 <= product_q4 >>> shift_q4;
      half_q5 <= |(product_q4 & half);
      rest_q5 <= |(product_q4 & (half - ONE));
      code_q6 <= {whole_q5[PRODUCT_BITS-1], whole_q5} + zero + {{PRODUCT_BITS{1'b0}}, up};
      if (code_q6 < lowest) result_q7 <= MINIMUM[OUT_BITS-1:0];
      else if (code_q6 > highest) result_q7 <= MAXIMUM[OUT_BITS-1:0];
      else result_q7 <= code_q6[OUT_BITS-1:0];
    end
  end

  assign result = result_q7;
  wire unused = &{1'b0, normal[0]};
endmodule

`default_nettype wire

// sinter_signed_quotient: a / b of centred codes on the output's scale, rounded half away from 0:
//   n = (|a| * FACTOR + |b| * 2^(SHIFT-1)) >> SHIFT;  |q| = n / |b|, a bit a cycle, high ones first
// A quotient that the output does not hold, and one by zero, is the end of its range on that side;
// 0 / 0 is zero. A beat holds the dividends of all lanes, above them the divisors.
// Latency QUOTIENT_BITS + 4 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_signed_quotient #(
    parameter LANES = 1,
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter signed [A_BITS:0] A_ZERO = 0,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter signed [B_BITS:0] B_ZERO = 0,
    parameter A_MAGNITUDE_BITS = 8,
    parameter B_MAGNITUDE_BITS = 8,
    parameter FACTOR_BITS = 15,
    parameter [FACTOR_BITS-1:0] FACTOR = 1,
    parameter SHIFT = 8,             // 1 and more
    parameter NUMERATOR_BITS = 24,   // of n before the shift
    parameter QUOTIENT_BITS = 8,     // of the largest magnitude that the output holds
    parameter OUT_BITS = 8,
    parameter signed [OUT_BITS:0] ZERO = 0,
    parameter signed [OUT_BITS:0] MINIMUM = -128,
    parameter signed [OUT_BITS:0] MAXIMUM = 127
) (
    input  wire                              clk,
    input  wire                              rst,
    input  wire                              s_valid,
    output wire                              s_ready,
    input  wire                              s_last,
    input  wire [LANES*(A_BITS+B_BITS)-1:0]  s_data,
    output wire                              m_valid,
    input  wire                              m_ready,
    output wire                              m_last,
    output wire [        LANES*OUT_BITS-1:0] m_data
);
  localparam LATENCY = QUOTIENT_BITS + 4;
  localparam PRODUCT_BITS = A_MAGNITUDE_BITS + FACTOR_BITS + 2;
  localparam WHOLE_BITS = NUMERATOR_BITS - SHIFT;
  // A remainder is below |b| * 2^QUOTIENT_BITS.
  localparam REST_BITS = B_MAGNITUDE_BITS + QUOTIENT_BITS;
  localparam WIDE_BITS = (WHOLE_BITS > REST_BITS ? WHOLE_BITS : REST_BITS) + 1;
  localparam SUM_BITS = (QUOTIENT_BITS > OUT_BITS ? QUOTIENT_BITS : OUT_BITS) + 2;

  // The whole pipeline moves while its end is free.
  reg  [LATENCY-1:0] valid_q;
  reg  [LATENCY-1:0] last_q;
  wire enable = !valid_q[LATENCY-1] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[LATENCY-1];
  assign m_last  = last_q[LATENCY-1];

  always @(posedge clk) begin
    if (rst) valid_q <= {LATENCY{1'b0}};
    else if (enable) valid_q <= {valid_q[LATENCY-2:0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[LATENCY-2:0], s_last};

  genvar lane, step;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      // ---- 1: magnitudes and sign ---------------------------------------------------------------
      wire [A_BITS-1:0] a_code = s_data[lane*A_BITS+:A_BITS];
      wire [B_BITS-1:0] b_code = s_data[LANES*A_BITS+lane*B_BITS+:B_BITS];
      wire signed [A_BITS:0] a_value = {(A_SIGNED != 0) && a_code[A_BITS-1], a_code};
      wire signed [B_BITS:0] b_value = {(B_SIGNED != 0) && b_code[B_BITS-1], b_code};
      wire [A_BITS+1:0] a_centred = {a_value[A_BITS], a_value} - {A_ZERO[A_BITS], A_ZERO};
      wire [B_BITS+1:0] b_centred = {b_value[B_BITS], b_value} - {B_ZERO[B_BITS], B_ZERO};
      wire [A_BITS+1:0] a_size = a_centred[A_BITS+1] ? -a_centred : a_centred;
      wire [B_BITS+1:0] b_size = b_centred[B_BITS+1] ? -b_centred : b_centred;
      reg [A_MAGNITUDE_BITS-1:0] a_q;
      reg [B_MAGNITUDE_BITS-1:0] b_q, b_q2, b_q3;
      reg negative_q, negative_q2, negative_q3;
      reg none_q, none_q2, none_q3;

      // ---- 2: dividend on the output's scale ----------------------------------------------------
      wire [PRODUCT_BITS-1:0] product;
      reg [NUMERATOR_BITS-1:0] product_q2;
      wire [FACTOR_BITS:0] factor = {1'b0, FACTOR};
      sinter_multiplier #(.A_BITS(A_MAGNITUDE_BITS + 1), .B_BITS(FACTOR_BITS + 1)) multiply (
          .a({1'b0, a_q}), .b(factor), .product(product));
      wire [NUMERATOR_BITS-1:0] product_fit;
      sinter_sign_extend #(.IN_BITS(PRODUCT_BITS), .OUT_BITS(NUMERATOR_BITS)) fit_product (
          .in(product), .out(product_fit));

      // ---- 3: rounded ---------------------------------------------------------------------------
      wire [NUMERATOR_BITS-1:0] b_fit;
      sinter_sign_extend #(.IN_BITS(B_MAGNITUDE_BITS + 1), .OUT_BITS(NUMERATOR_BITS)) fit_b (
          .in({1'b0, b_q2}), .out(b_fit));
      wire [NUMERATOR_BITS-1:0] numerator = product_q2 + (b_fit << (SHIFT - 1));
      reg [WHOLE_BITS-1:0] whole_q3;

      always @(posedge clk) begin
        if (enable) begin
          a_q <= a_size[A_MAGNITUDE_BITS-1:0];
          b_q <= b_size[B_MAGNITUDE_BITS-1:0];
          negative_q <= a_centred[A_BITS+1] ^ b_centred[B_BITS+1];
          none_q <= a_centred == {(A_BITS + 2) {1'b0}};
          product_q2 <= product_fit;
          {b_q2, negative_q2, none_q2} <= {b_q, negative_q, none_q};
          whole_q3 <= numerator[NUMERATOR_BITS-1:SHIFT];
          {b_q3, negative_q3, none_q3} <= {b_q2, negative_q2, none_q2};
        end
      end

      // ---- 4 and on: a bit of the quotient a cycle ----------------------------------------------
      wire [WIDE_BITS-1:0] whole = {{(WIDE_BITS - WHOLE_BITS) {1'b0}}, whole_q3};
      wire [WIDE_BITS-1:0] limit = {{(WIDE_BITS - B_MAGNITUDE_BITS) {1'b0}}, b_q3} << QUOTIENT_BITS;
      wire above = whole >= limit;
      wire unused = &{1'b0, a_size, b_size, numerator, whole};

      for (step = QUOTIENT_BITS - 1; step >= 0; step = step - 1) begin : gen_step
        wire [REST_BITS-1:0] rest;
        wire [B_MAGNITUDE_BITS-1:0] divisor;
        wire [QUOTIENT_BITS-1:0] found;
        wire negative, full, none;
        if (step == QUOTIENT_BITS - 1) begin : gen_first
          assign rest = whole[REST_BITS-1:0];
          assign divisor = b_q3;
          assign found = {QUOTIENT_BITS{1'b0}};
          assign negative = negative_q3;
          assign full = above;
          assign none = none_q3;
        end else begin : gen_next
          assign rest = gen_step[step+1].rest_q;
          assign divisor = gen_step[step+1].divisor_q;
          assign found = gen_step[step+1].found_q;
          assign negative = gen_step[step+1].minus_q;
          assign full = gen_step[step+1].full_q;
          assign none = gen_step[step+1].empty_q;
        end
        wire [B_MAGNITUDE_BITS:0] part = rest[step+:B_MAGNITUDE_BITS+1];
        wire takes = part >= {1'b0, divisor};
        reg [REST_BITS-1:0] rest_q;
        reg [B_MAGNITUDE_BITS-1:0] divisor_q;
        reg [QUOTIENT_BITS-1:0] found_q;
        reg minus_q, full_q, empty_q;
        always @(posedge clk) begin
          if (enable) begin
            rest_q <= rest;
            if (takes) rest_q[step+:B_MAGNITUDE_BITS+1] <= part - {1'b0, divisor};
            divisor_q <= divisor;
            found_q <= found;
            found_q[step] <= takes;
            minus_q <= negative;
            full_q <= full;
            empty_q <= none;
          end
        end
      end

      // ---- last: sign, zero point and limits ----------------------------------------------------
      wire [SUM_BITS-1:0] size = {{(SUM_BITS - QUOTIENT_BITS) {1'b0}}, gen_step[0].found_q};
      wire [SUM_BITS-1:0] origin = {{(SUM_BITS - OUT_BITS - 1) {ZERO[OUT_BITS]}}, ZERO};
      wire signed [SUM_BITS-1:0] sum = gen_step[0].minus_q ? origin - size : origin + size;
      wire signed [SUM_BITS-1:0] low = {{(SUM_BITS - OUT_BITS - 1) {MINIMUM[OUT_BITS]}}, MINIMUM};
      wire signed [SUM_BITS-1:0] high = {{(SUM_BITS - OUT_BITS - 1) {MAXIMUM[OUT_BITS]}}, MAXIMUM};
      wire unused_end = &{1'b0, gen_step[0].rest_q, gen_step[0].divisor_q};
      reg [OUT_BITS-1:0] result_q;
      always @(posedge clk) begin
        if (enable) begin
          if (gen_step[0].empty_q) result_q <= ZERO[OUT_BITS-1:0];
          else if (gen_step[0].minus_q && (gen_step[0].full_q || sum < low))
            result_q <= MINIMUM[OUT_BITS-1:0];
          else if (!gen_step[0].minus_q && (gen_step[0].full_q || sum > high))
            result_q <= MAXIMUM[OUT_BITS-1:0];
          else result_q <= sum[OUT_BITS-1:0];
        end
      end

      assign m_data[lane*OUT_BITS+:OUT_BITS] = result_q;
    end
  endgenerate
endmodule

`default_nettype wire

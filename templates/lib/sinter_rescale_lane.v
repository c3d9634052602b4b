// sinter_rescale_lane: the narrow form of a requantization; the generator has proved it equal to
// the exact one for every accumulator.
//   BENT = 0: clamp((accumulator * multiplier + constant) >> SHIFT)
//   BENT = 1: v = accumulator * multiplier + constant;
//             clamp((v + OFFSET - (v < 0 ? bend : 0)) >> SHIFT), where ties go away from zero
// Latency 3 cycles of `enable` (4 if BENT), throughput one result a cycle.
`default_nettype none

module sinter_rescale_lane #(
    parameter ACC_BITS = 20,
    parameter MULTIPLIER_BITS = 16,   // unsigned
    parameter CONSTANT_BITS = 32,     // signed
    parameter SUM_BITS = 36,          // of all sums, signed
    parameter SHIFT = 24,
    parameter BENT = 0,
    parameter BEND_BITS = 1,          // unsigned
    parameter [SUM_BITS-1:0] OFFSET = 0,
    parameter OUT_BITS = 8,
    parameter LIMIT_BITS = 9,         // of both limits, signed
    parameter signed [LIMIT_BITS-1:0] MINIMUM = -128,
    parameter signed [LIMIT_BITS-1:0] MAXIMUM = 127
) (
    input  wire                       clk,
    input  wire                       enable,
    input  wire [       ACC_BITS-1:0] accumulator,
    input  wire [MULTIPLIER_BITS-1:0] multiplier,
    input  wire [  CONSTANT_BITS-1:0] constant,
    input  wire [      BEND_BITS-1:0] bend,
    output wire [       OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = ACC_BITS + MULTIPLIER_BITS + 1;
  localparam CODE_BITS = SUM_BITS - SHIFT;
  localparam WIDER_BITS = (CODE_BITS > LIMIT_BITS ? CODE_BITS : LIMIT_BITS) + 1;
  // Codes within narrow limits may have fewer bits than the result.
  localparam FINAL_BITS = WIDER_BITS > OUT_BITS ? WIDER_BITS : OUT_BITS;

  // ---- 1: product ---------------------------------------------------------------------------
  wire [PRODUCT_BITS-1:0] product;
  reg [PRODUCT_BITS-1:0] product_q;
  reg [CONSTANT_BITS-1:0] constant_q;

  sinter_multiplier #(.A_BITS(ACC_BITS), .B_BITS(MULTIPLIER_BITS + 1)) multiply (
      .a(accumulator), .b({1'b0, multiplier}), .product(product));

  always @(posedge clk) begin
    if (enable) begin
      product_q  <= product;
      constant_q <= constant;
    end
  end

  // ---- 2: constant; then, if bent, rounding and zero point beside the side of zero -------------
  wire [SUM_BITS-1:0] product_wide, constant_wide, sum;
  sinter_sign_extend #(.IN_BITS(PRODUCT_BITS), .OUT_BITS(SUM_BITS)) extend_product (
      .in(product_q), .out(product_wide));
  sinter_sign_extend #(.IN_BITS(CONSTANT_BITS), .OUT_BITS(SUM_BITS)) extend_constant (
      .in(constant_q), .out(constant_wide));
  wire [SUM_BITS-1:0] value = product_wide + constant_wide;

  generate
    if (BENT != 0) begin : gen_bent
      reg [SUM_BITS-1:0] value_q;
      reg [BEND_BITS-1:0] bend_q, bend_q2;
      wire [SUM_BITS-1:0] bend_wide;
      sinter_sign_extend #(.IN_BITS(BEND_BITS + 1), .OUT_BITS(SUM_BITS)) extend_bend (
          .in({1'b0, bend_q2 & {BEND_BITS{value_q[SUM_BITS-1]}}}), .out(bend_wide));
      always @(posedge clk) begin
        if (enable) begin
          value_q <= value;
          bend_q  <= bend;
          bend_q2 <= bend_q;
        end
      end
      assign sum = value_q + (OFFSET - bend_wide);
    end else begin : gen_straight
      assign sum = value;
      wire unused = &{1'b0, bend};
    end
    if (SHIFT > 0) begin : gen_dropped
      wire unused_fraction = &{1'b0, sum[SHIFT-1:0]};
    end
  endgenerate

  // ---- 3: the shift only leaves bits away; limits ---------------------------------------------
  localparam signed [FINAL_BITS-1:0] MINIMUM_WIDE =
      {{(FINAL_BITS - LIMIT_BITS){MINIMUM[LIMIT_BITS-1]}}, MINIMUM};
  localparam signed [FINAL_BITS-1:0] MAXIMUM_WIDE =
      {{(FINAL_BITS - LIMIT_BITS){MAXIMUM[LIMIT_BITS-1]}}, MAXIMUM};
  reg [CODE_BITS-1:0] code_q;
  wire signed [FINAL_BITS-1:0] code = {{(FINAL_BITS - CODE_BITS){code_q[CODE_BITS-1]}}, code_q};
  wire [FINAL_BITS-1:0] limited = (code < MINIMUM_WIDE) ? MINIMUM_WIDE
                                : (code > MAXIMUM_WIDE) ? MAXIMUM_WIDE : code;
  reg [OUT_BITS-1:0] result_q;

  always @(posedge clk) begin
    if (enable) begin
      code_q   <= sum[SUM_BITS-1:SHIFT];
      result_q <= limited[OUT_BITS-1:0];
    end
  end

  assign result = result_q;

  wire unused_high = &{1'b0, limited};
endmodule

`default_nettype wire

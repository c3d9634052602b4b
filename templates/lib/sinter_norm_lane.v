// sinter_norm_lane: an element of a row less the row's mean, over its deviation, times gain, plus
// offset: D = COUNT x - sum (or x), n = (D root << LEFT) >> (RIGHT + h), y = (n gain + offset) >>
// PLACES, clamped. The constants are due 4 cycles after the element: when its n is weighed.
// Latency 7 cycles, throughput one element a cycle.
`default_nettype none

module sinter_norm_lane #(
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter CENTRED = 1,
    parameter signed [31:0] ZERO_POINT = 0,
    parameter VALUE_BITS = 9,          // of x less the zero point, signed
    parameter COUNT_BITS = 8,          // of COUNT, signed
    parameter [COUNT_BITS-1:0] COUNT = 8'd64,
    parameter SUM_BITS = 15,           // of the row's sum, signed; 1 if not centred
    parameter H_BITS = 5,
    parameter ROOT_BITS = 18,          // fraction of the root, which has one bit above it
    parameter DEVIATION_BITS = 16,     // of D, signed
    parameter LEFT = 0,
    parameter RIGHT = 6,
    parameter SHIFT_BITS = 6,          // holds RIGHT + h
    parameter NORMAL_BITS = 16,        // of n, signed
    parameter GAIN_BITS = 12,
    parameter OFFSET_BITS = 24,
    parameter RESULT_BITS = 30,        // of n gain + offset
    parameter PLACES = 14,
    parameter OUT_BITS = 8,
    parameter signed [RESULT_BITS-1:0] MINIMUM = -30'sd128,
    parameter signed [RESULT_BITS-1:0] MAXIMUM = 30'sd127
) (
    input  wire                                             clk,
    input  wire                                             enable,
    input  wire [                                 BITS-1:0] element,
    input  wire [(CENTRED!=0)*SUM_BITS+H_BITS+ROOT_BITS:0] summary,
    input  wire [                GAIN_BITS+OFFSET_BITS-1:0] constants,
    output wire [                             OUT_BITS-1:0] result
);
  localparam PRODUCT_BITS = DEVIATION_BITS + ROOT_BITS + 2;
  localparam [SHIFT_BITS-1:0] RIGHT_PLACES = RIGHT[SHIFT_BITS-1:0];

  // ---- 1, 2: the deviation --------------------------------------------------------------------
  wire [VALUE_BITS-1:0] code;
  sinter_sign_extend #(.IN_BITS(BITS + 1), .OUT_BITS(VALUE_BITS)) extend (
      .in({(SIGNED != 0) && element[BITS-1], element}), .out(code));

  reg [ROOT_BITS:0] root_q, root_q2;
  reg [H_BITS-1:0] h_q, h_q2;
  reg [SHIFT_BITS-1:0] shift_q3;
  reg [DEVIATION_BITS-1:0] deviation_q2;

  generate
    if (CENTRED != 0) begin : gen_centred
      wire [VALUE_BITS+COUNT_BITS-1:0] scaled;
      wire [DEVIATION_BITS-1:0] scaled_fit, sum_fit;
      reg [DEVIATION_BITS-1:0] scaled_q;
      reg [SUM_BITS-1:0] sum_q;
      sinter_multiplier #(.A_BITS(VALUE_BITS), .B_BITS(COUNT_BITS)) scale (
          .a(code), .b(COUNT), .product(scaled));
      sinter_sign_extend #(
          .IN_BITS(VALUE_BITS + COUNT_BITS), .OUT_BITS(DEVIATION_BITS)) fit_scaled (
          .in(scaled), .out(scaled_fit));
      sinter_sign_extend #(.IN_BITS(SUM_BITS), .OUT_BITS(DEVIATION_BITS)) fit_sum (
          .in(sum_q), .out(sum_fit));
      always @(posedge clk) begin
        if (enable) begin
          scaled_q <= scaled_fit;
          sum_q <= summary[H_BITS+ROOT_BITS+1+:SUM_BITS];
          deviation_q2 <= scaled_q - sum_fit;
        end
      end
    end else begin : gen_plain
      wire [VALUE_BITS-1:0] value = code - ZERO_POINT[VALUE_BITS-1:0];
      wire [DEVIATION_BITS-1:0] fit;
      reg [VALUE_BITS-1:0] value_q;
      sinter_sign_extend #(.IN_BITS(VALUE_BITS), .OUT_BITS(DEVIATION_BITS)) fit_value (
          .in(value_q), .out(fit));
      always @(posedge clk) begin
        if (enable) begin
          value_q <= value;
          deviation_q2 <= fit;
        end
      end
    end
  endgenerate

  // ---- 3, 4: over the deviation of the row ----------------------------------------------------
  wire [PRODUCT_BITS-1:0] product;
  reg signed [PRODUCT_BITS+LEFT-1:0] product_q3;
  wire signed [PRODUCT_BITS+LEFT-1:0] shifted = product_q3 >>> shift_q3;
  wire [NORMAL_BITS-1:0] normal;
  wire [PRODUCT_BITS+LEFT-1:0] product_up;
  reg [NORMAL_BITS-1:0] normal_q4;
  wire [SHIFT_BITS-1:0] h_wide;

  sinter_multiplier #(.A_BITS(DEVIATION_BITS), .B_BITS(ROOT_BITS + 2)) divide (
      .a(deviation_q2), .b({1'b0, root_q2}), .product(product));
  sinter_sign_extend #(.IN_BITS(H_BITS + 1), .OUT_BITS(SHIFT_BITS)) fit_h (
      .in({1'b0, h_q2}), .out(h_wide));
  sinter_sign_extend #(.IN_BITS(PRODUCT_BITS + LEFT), .OUT_BITS(NORMAL_BITS)) fit_normal (
      .in(shifted), .out(normal));
  generate
    if (LEFT > 0) begin : gen_left
      assign product_up = {product, {LEFT{1'b0}}};
    end else begin : gen_straight
      assign product_up = product;
    end
  endgenerate

  // ---- 5, 6, 7: gain, offset, clamp -----------------------------------------------------------
  wire [GAIN_BITS+NORMAL_BITS-1:0] scaled;
  reg [GAIN_BITS+NORMAL_BITS-1:0] scaled_q5;
  reg [OFFSET_BITS-1:0] offset_q5;
  wire signed [RESULT_BITS-1:0] scaled_fit, offset_fit;
  reg signed [RESULT_BITS-1:0] sum_q6;
  wire signed [RESULT_BITS-1:0] whole = sum_q6 >>> PLACES;
  reg [OUT_BITS-1:0] result_q7;

  sinter_multiplier #(.A_BITS(GAIN_BITS), .B_BITS(NORMAL_BITS)) weigh (
      .a(constants[GAIN_BITS-1:0]), .b(normal_q4), .product(scaled));
  sinter_sign_extend #(.IN_BITS(GAIN_BITS + NORMAL_BITS), .OUT_BITS(RESULT_BITS)) fit_weighed (
      .in(scaled_q5), .out(scaled_fit));
  sinter_sign_extend #(.IN_BITS(OFFSET_BITS), .OUT_BITS(RESULT_BITS)) fit_offset (
      .in(offset_q5), .out(offset_fit));

  always @(posedge clk) begin
    if (enable) begin
      {h_q, root_q} <= summary[H_BITS+ROOT_BITS:0];
      {h_q2, root_q2} <= {h_q, root_q};
      shift_q3 <= RIGHT_PLACES + h_wide;
      product_q3 <= product_up;
      normal_q4 <= normal;
      scaled_q5 <= scaled;
      offset_q5 <= constants[GAIN_BITS+:OFFSET_BITS];
      sum_q6 <= scaled_fit + offset_fit;
      if (whole < MINIMUM) result_q7 <= MINIMUM[OUT_BITS-1:0];
      else if (whole > MAXIMUM) result_q7 <= MAXIMUM[OUT_BITS-1:0];
      else result_q7 <= whole[OUT_BITS-1:0];
    end
  end

  assign result = result_q7;
endmodule

`default_nettype wire

// sinter_reciprocal: 1 / sum as gemmlowp defines it, for a sum in Q12.19 of at least 1. The sum is
// half * 2^(over + 1) with half in [1/2, 1); 1 / half comes from 48/17 - 32/17 * half by three
// Newton steps y = y + y * (1 - half * y) in Q2.29; the reciprocal is y / 2 in Q0.31, saturated.
// (`one_over_one_plus_x_for_x_in_0_1`; no other saturation of it can happen for such a half.)
// One multiplier. Latency 16 cycles; throughput a sum in as many: whoever gives them sees to it.
`default_nettype none

module sinter_reciprocal #(
    parameter SUM_BITS = 24     // 20 .. 32
) (
    input  wire                clk,
    input  wire                rst,
    input  wire                start,
    input  wire [SUM_BITS-1:0] operand,
    output wire                done,
    output wire [        34:0] result   // bits over unit, reciprocal in Q0.31; while done
);
  localparam UNIT_BIT = 19;                             // of 1 in Q12.19
  localparam [31:0] C_48_OVER_17 = 32'h5a5a5a5a;        // Q2.29
  localparam [31:0] C_MINUS_32_OVER_17 = 32'hc3c3c3c4;
  localparam [31:0] ONE = 32'h20000000;

  // ---- steps: 0 prepares, then odd ones multiply and even ones combine ------------------------
  localparam [3:0] LAST_STEP = 4'd14;
  reg       busy_q;
  reg       done_q;
  reg [3:0] step_q;

  assign done = done_q;

  always @(posedge clk) begin
    if (rst) begin
      busy_q <= 1'b0;
      done_q <= 1'b0;
      step_q <= 4'd0;
    end else begin
      if (start) busy_q <= 1'b1;
      else if (step_q == LAST_STEP) busy_q <= 1'b0;
      done_q <= step_q == LAST_STEP;
      if (busy_q) step_q <= (step_q == LAST_STEP) ? 4'd0 : step_q + 4'd1;
    end
  end

  // ---- the leading one ------------------------------------------------------------------------
  reg [3:0] over;
  integer   bit_index;

  always @* begin
    over = 4'd0;
    for (bit_index = 0; bit_index < SUM_BITS - UNIT_BIT; bit_index = bit_index + 1)
      if (operand[UNIT_BIT+bit_index]) over = bit_index[3:0];
  end

  reg [SUM_BITS-1:0] sum_q;
  reg [         3:0] over_q;

  always @(posedge clk) begin
    if (start) begin
      sum_q  <= operand;
      over_q <= over;
    end
  end

  // The leading one moves to bit 31, which is 1 in Q1.31: one bit less is its half.
  wire [31:0] sum_wide;
  generate
    if (SUM_BITS < 32) begin : gen_extend
      assign sum_wide = {{(32 - SUM_BITS){1'b0}}, sum_q};
    end else begin : gen_whole
      assign sum_wide = sum_q;
    end
  endgenerate
  wire [31:0] normal = sum_wide << (4'd12 - over_q);
  wire [31:0] half_of_normal = {1'b0, normal[31:1]};

  // ---- product, rounded to (a * b + 2^30) >> 31, and what becomes of it -----------------------
  reg  [31:0] half_q;
  reg  [31:0] y_q;
  reg  [31:0] a_q, b_q;
  wire [63:0] product;
  reg  [32:0] product_q;

  sinter_multiplier #(.A_BITS(32), .B_BITS(32)) multiply (
      .a(a_q), .b(b_q), .product(product));

  always @(posedge clk) product_q <= product[62:30];

  wire [31:0] high = product_q[32:1];
  wire round = product_q[0];
  wire prepare = step_q == 4'd0;
  wire combine = !step_q[0] && !prepare;
  wire seed = step_q == 4'd2;                      // y = 48/17 + high
  wire residual = combine && (step_q[1:0] == 2'd0);  // 1 - high; else y + 4 * high

  wire [31:0] base = seed ? C_48_OVER_17 : residual ? ONE : y_q;
  wire [31:0] change = seed ? high : residual ? ~high : {high[29:0], 2'b00};
  wire [31:0] carry = seed ? {31'd0, round} : residual ? {31'd0, !round} : {29'd0, round, 2'b00};
  wire [31:0] combined = base + change + carry;

  always @(posedge clk) begin
    if (prepare) begin
      half_q <= half_of_normal;
      a_q <= half_of_normal;
      b_q <= C_MINUS_32_OVER_17;
    end else if (combine) begin
      if (!residual) y_q <= combined;
      a_q <= residual ? y_q : half_q;
      b_q <= combined;
    end
  end

  assign result = {over_q, y_q[30] ? 31'h7fffffff : {y_q[29:0], 1'b0}};

  wire unused = &{1'b0, product[63], product[29:0], normal[0], y_q[31]};
endmodule

`default_nettype wire

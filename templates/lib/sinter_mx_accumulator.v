// sinter_mx_accumulator: adds up sums of blocks that have an exponent each. Within a block terms
// are added exactly. Between blocks the accumulator has the largest exponent so far; whichever of
// it and the new sum has the lower one is shifted right first, arithmetically: it drops what lies
// GUARD_BITS below the last bit of a sum of that largest exponent. Exponents go two registers
// ahead, so that the loop is a shift and an addition.
// Latency 3 cycles from the last term of a block to the accumulator; throughput a term a cycle.
`default_nettype none

module sinter_mx_accumulator #(
    parameter SUM_BITS = 14,       // of the sum of a block
    parameter GUARD_BITS = 8,
    parameter ACC_BITS = 24,
    parameter SHIFT_BITS = 5,      // 2^SHIFT_BITS is more than ACC_BITS
    parameter BIAS = 0             // 1: a pass starts from a bias, which has an exponent as well
) (
    input  wire                           clk,
    input  wire                           enable,
    // A scale and a weight's scale, a cycle before the last term of their block.
    input  wire [                    7:0] scale,
    input  wire [                    7:0] weight_scale,
    // A term; whether it starts or ends its block, which opens a pass or does not.
    input  wire                           valid,
    input  wire                           starts,
    input  wire                           ends,
    input  wire                           opens,
    input  wire [           SUM_BITS-1:0] term,
    input  wire [                    8:0] bias_exponent,
    // Whether two cycles ago a term ended its block, and that opened a pass.
    input  wire                           adds,
    input  wire                           adds_first,
    input  wire [SUM_BITS+GUARD_BITS-1:0] bias,
    output wire [                    8:0] exponent,
    output wire [           ACC_BITS-1:0] sum
);
  localparam WIDE_BITS = SUM_BITS + GUARD_BITS;
  localparam [8:0] MOST = {9{1'b1}} >> (9 - SHIFT_BITS);

  // ---- exponents --------------------------------------------------------------------------------
  reg [8:0] exponent_q;                    // of the block whose last term is there
  reg [8:0] largest_q, largest_q2, largest_q3;
  wire [8:0] earlier = opens ? ((BIAS == 1) ? bias_exponent : exponent_q) : largest_q;
  wire rises = exponent_q > earlier;
  wire [8:0] rise = exponent_q - earlier;
  wire [8:0] lag = earlier - exponent_q;
  reg [SHIFT_BITS-1:0] sum_shift_q, block_shift_q, sum_shift_q2;

  always @(posedge clk) begin
    if (enable) begin
      exponent_q <= {1'b0, scale} + {1'b0, weight_scale};
      if (valid && ends) largest_q <= rises ? exponent_q : earlier;
      largest_q2 <= largest_q;
      largest_q3 <= largest_q2;
      sum_shift_q <= !rises ? {SHIFT_BITS{1'b0}}
                            : (rise > MOST) ? {SHIFT_BITS{1'b1}} : rise[SHIFT_BITS-1:0];
      block_shift_q <= rises ? {SHIFT_BITS{1'b0}}
                             : (lag > MOST) ? {SHIFT_BITS{1'b1}} : lag[SHIFT_BITS-1:0];
      sum_shift_q2 <= sum_shift_q;
    end
  end

  // ---- the sum of a block -----------------------------------------------------------------------
  reg signed [SUM_BITS-1:0] block_q;
  always @(posedge clk) if (enable && valid) block_q <= starts ? term : block_q + term;

  wire signed [WIDE_BITS-1:0] raised;
  generate
    if (GUARD_BITS > 0) begin : gen_guard
      assign raised = {block_q, {GUARD_BITS{1'b0}}};
    end else begin : gen_plain
      assign raised = block_q;
    end
  endgenerate
  reg signed [WIDE_BITS-1:0] aligned_q;
  always @(posedge clk) if (enable) aligned_q <= raised >>> block_shift_q;

  // ---- and of all blocks ------------------------------------------------------------------------
  reg signed [ACC_BITS-1:0] sum_q;
  wire signed [ACC_BITS-1:0] bias_wide, aligned_wide;
  sinter_sign_extend #(.IN_BITS(WIDE_BITS), .OUT_BITS(ACC_BITS)) extend_bias (
      .in(bias), .out(bias_wide));
  sinter_sign_extend #(.IN_BITS(WIDE_BITS), .OUT_BITS(ACC_BITS)) extend_aligned (
      .in(aligned_q), .out(aligned_wide));
  wire signed [ACC_BITS-1:0] held = adds_first ? bias_wide : sum_q;
  wire signed [ACC_BITS-1:0] shifted = held >>> sum_shift_q2;
  always @(posedge clk) if (enable && adds) sum_q <= shifted + aligned_wide;

  assign exponent = largest_q3;
  assign sum = sum_q;
endmodule

`default_nettype wire

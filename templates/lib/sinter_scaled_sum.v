// sinter_scaled_sum: the codes of one operand or two, each scaled by constants of its own, and
// their sum; see sinter_scale_lane. A beat holds the first operand of all lanes, above it the
// second.
// The sum has no register of its own. Latency 4 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_scaled_sum #(
    parameter LANES = 1,
    parameter OPERANDS = 2,         // 1 or 2; of B nothing is used with 1
    parameter SUM_BITS = 32,
    parameter A_BITS = 16,
    parameter A_SIGNED = 1,
    parameter signed [A_BITS:0] A_ZERO = 0,
    parameter A_CENTRED_BITS = 16,
    parameter [30:0] A_MULTIPLIER = 31'd1073741824,
    parameter A_DROP = 16,
    parameter A_RIGHT = 0,
    parameter A_NEGATED = 0,
    parameter A_TERM_BITS = 31,
    parameter B_BITS = 16,
    parameter B_SIGNED = 1,
    parameter signed [B_BITS:0] B_ZERO = 0,
    parameter B_CENTRED_BITS = 16,
    parameter [30:0] B_MULTIPLIER = 31'd1073741824,
    parameter B_DROP = 16,
    parameter B_RIGHT = 0,
    parameter B_NEGATED = 0,
    parameter B_TERM_BITS = 31
) (
    input  wire                                             clk,
    input  wire                                             rst,
    input  wire                                             s_valid,
    output wire                                             s_ready,
    input  wire                                             s_last,
    input  wire [LANES*(A_BITS+(OPERANDS-1)*B_BITS)-1:0]    s_data,
    output wire                                             m_valid,
    input  wire                                             m_ready,
    output wire                                             m_last,
    output wire [LANES*SUM_BITS-1:0]                        m_data
);
  // The whole pipeline moves while its end is free.
  reg  [3:0] valid_q;
  reg  [3:0] last_q;
  wire enable = !valid_q[3] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[3];
  assign m_last  = last_q[3];

  always @(posedge clk) begin
    if (rst) valid_q <= 4'b0000;
    else if (enable) valid_q <= {valid_q[2:0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[2:0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [A_TERM_BITS-1:0] a_term;
      wire [SUM_BITS-1:0] a_wide;
      wire [SUM_BITS-1:0] a_part = (A_NEGATED != 0) ? -a_wide : a_wide;
      sinter_scale_lane #(
          .BITS(A_BITS),
          .SIGNED(A_SIGNED),
          .ZERO(A_ZERO),
          .CENTRED_BITS(A_CENTRED_BITS),
          .MULTIPLIER(A_MULTIPLIER),
          .DROP(A_DROP),
          .RIGHT(A_RIGHT),
          .TERM_BITS(A_TERM_BITS)
      ) scale_a (
          .clk(clk),
          .enable(enable),
          .code(s_data[lane*A_BITS+:A_BITS]),
          .term(a_term)
      );
      sinter_sign_extend #(.IN_BITS(A_TERM_BITS), .OUT_BITS(SUM_BITS)) extend_a (
          .in(a_term), .out(a_wide));

      if (OPERANDS == 2) begin : gen_second
        wire [B_TERM_BITS-1:0] b_term;
        wire [SUM_BITS-1:0] b_wide;
        wire [SUM_BITS-1:0] b_part = (B_NEGATED != 0) ? -b_wide : b_wide;
        sinter_scale_lane #(
            .BITS(B_BITS),
            .SIGNED(B_SIGNED),
            .ZERO(B_ZERO),
            .CENTRED_BITS(B_CENTRED_BITS),
            .MULTIPLIER(B_MULTIPLIER),
            .DROP(B_DROP),
            .RIGHT(B_RIGHT),
            .TERM_BITS(B_TERM_BITS)
        ) scale_b (
            .clk(clk),
            .enable(enable),
            .code(s_data[LANES*A_BITS+lane*B_BITS+:B_BITS]),
            .term(b_term)
        );
        sinter_sign_extend #(.IN_BITS(B_TERM_BITS), .OUT_BITS(SUM_BITS)) extend_b (
            .in(b_term), .out(b_wide));
        assign m_data[lane*SUM_BITS+:SUM_BITS] = a_part + b_part;
      end else begin : gen_only
        assign m_data[lane*SUM_BITS+:SUM_BITS] = a_part;
      end
    end
  endgenerate
endmodule

`default_nettype wire

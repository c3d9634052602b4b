// sinter_leaky_relu: codes less their zero point, rescaled by one factor from zero upward and by
// another below it; see sinter_requantize_lane. A negative factor is one of the negated code.
// Latency 6 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_leaky_relu #(
    parameter LANES = 1,
    parameter BITS = 16,
    parameter SIGNED = 1,
    parameter signed [BITS:0] ZERO = 0,
    parameter CENTRED_BITS = 17,    // of a code less its zero point, negated or not
    parameter NEGATED = 0,          // below zero
    parameter LEFT_BITS = 1,
    parameter SHIFTED_BITS = 17,
    parameter RIGHT_BITS = 4,
    parameter DOUBLE = 1,
    parameter [30:0] MULTIPLIER = 31'd1073741824,
    parameter [LEFT_BITS-1:0] LEFT = 0,
    parameter [RIGHT_BITS-1:0] RIGHT = 0,
    parameter [30:0] BELOW_MULTIPLIER = 31'd1073741824,
    parameter [LEFT_BITS-1:0] BELOW_LEFT = 0,
    parameter [RIGHT_BITS-1:0] BELOW_RIGHT = 0,
    parameter OUT_BITS = 16,
    parameter LIMIT_BITS = 17,
    parameter signed [LIMIT_BITS-1:0] ZERO_POINT = 0,
    parameter signed [LIMIT_BITS-1:0] MINIMUM = -32768,
    parameter signed [LIMIT_BITS-1:0] MAXIMUM = 32767
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      s_valid,
    output wire                      s_ready,
    input  wire                      s_last,
    input  wire [    LANES*BITS-1:0] s_data,
    output wire                      m_valid,
    input  wire                      m_ready,
    output wire                      m_last,
    output wire [LANES*OUT_BITS-1:0] m_data
);
  // The whole pipeline moves while its end is free.
  reg  [5:0] valid_q;
  reg  [5:0] last_q;
  wire enable = !valid_q[5] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[5];
  assign m_last  = last_q[5];

  always @(posedge clk) begin
    if (rst) valid_q <= 6'b000000;
    else if (enable) valid_q <= {valid_q[4:0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[4:0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      // One more bit makes an unsigned code a signed number, one more holds the difference.
      wire [BITS-1:0] code = s_data[lane*BITS+:BITS];
      wire [BITS:0] value = {(SIGNED != 0) && code[BITS-1], code};
      wire [BITS+1:0] difference = {value[BITS], value} - {ZERO[BITS], ZERO};
      wire below = difference[BITS+1];
      wire [CENTRED_BITS-1:0] centred;
      sinter_sign_extend #(.IN_BITS(BITS + 2), .OUT_BITS(CENTRED_BITS)) fit (
          .in(difference), .out(centred));

      reg [CENTRED_BITS-1:0] centred_q;
      reg below_q;

      always @(posedge clk) begin
        if (enable) begin
          centred_q <= (below && (NEGATED != 0)) ? -centred : centred;
          below_q <= below;
        end
      end

      sinter_requantize_lane #(
          .ACC_BITS(CENTRED_BITS),
          .BIAS_BITS(1),
          .SUM_BITS(CENTRED_BITS),
          .LEFT_BITS(LEFT_BITS),
          .SHIFTED_BITS(SHIFTED_BITS),
          .RIGHT_BITS(RIGHT_BITS),
          .DOUBLE(DOUBLE),
          .OUT_BITS(OUT_BITS),
          .LIMIT_BITS(LIMIT_BITS),
          .ZERO_POINT(ZERO_POINT),
          .MINIMUM(MINIMUM),
          .MAXIMUM(MAXIMUM)
      ) requantize (
          .clk(clk),
          .enable(enable),
          .accumulator(centred_q),
          .bias(1'b0),
          .multiplier(below_q ? BELOW_MULTIPLIER : MULTIPLIER),
          .left(below_q ? BELOW_LEFT : LEFT),
          .right(below_q ? BELOW_RIGHT : RIGHT),
          .result(m_data[lane*OUT_BITS+:OUT_BITS])
      );
    end
  endgenerate
endmodule

`default_nettype wire

// sinter_mx_float: sums with exponents to single precision, LANES lanes of sinter_mx_float_lane. A
// lane is, from the top, whether it is NaN, 9 bits of exponent, the sum.
// Latency STAGES + 4 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_mx_float #(
    parameter LANES = 2,
    parameter ACC_BITS = 24,
    parameter STEPS = 5,          // ceil(log2(ACC_BITS)), at least 1
    parameter STAGES = 3,         // ceil(STEPS / 2)
    parameter EXPONENT_BITS = 11,
    parameter signed [EXPONENT_BITS-1:0] OFFSET = 0,
    parameter RELU = 0
) (
    input  wire                           clk,
    input  wire                           rst,
    input  wire                           s_valid,
    output wire                           s_ready,
    input  wire                           s_last,
    input  wire [LANES*(ACC_BITS+10)-1:0] s_data,
    output wire                           m_valid,
    input  wire                           m_ready,
    output wire                           m_last,
    output wire [           LANES*32-1:0] m_data
);
  localparam LATENCY = STAGES + 4;
  localparam LANE_BITS = ACC_BITS + 10;

  reg [LATENCY-1:0] valid_q, last_q;
  wire enable = !m_valid || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[LATENCY-1];
  assign m_last  = last_q[LATENCY-1];

  always @(posedge clk) begin
    if (rst) valid_q <= {LATENCY{1'b0}};
    else if (enable) valid_q <= {valid_q[LATENCY-2:0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[LATENCY-2:0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      sinter_mx_float_lane #(
          .ACC_BITS(ACC_BITS),
          .STEPS(STEPS),
          .STAGES(STAGES),
          .EXPONENT_BITS(EXPONENT_BITS),
          .OFFSET(OFFSET),
          .RELU(RELU)
      ) float (
          .clk(clk),
          .enable(enable),
          .nan(s_data[lane*LANE_BITS+ACC_BITS+9]),
          .exponent(s_data[lane*LANE_BITS+ACC_BITS+:9]),
          .sum(s_data[lane*LANE_BITS+:ACC_BITS]),
          .code(m_data[lane*32+:32])
      );
    end
  endgenerate
endmodule

`default_nettype wire

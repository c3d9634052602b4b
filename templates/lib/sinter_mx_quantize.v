// sinter_mx_quantize: numbers of single precision to integers with a scale and a zero point, LANES
// lanes of sinter_mx_quantize_lane.
// Latency 4 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_mx_quantize #(
    parameter LANES = 2,
    parameter [23:0] FACTOR = 24'h800000,
    parameter SHIFT_BITS = 11,
    parameter signed [SHIFT_BITS-1:0] SHIFT = 150,
    parameter OUT_BITS = 8,
    parameter signed [OUT_BITS+1:0] ZERO = 0,
    parameter signed [OUT_BITS+1:0] MINIMUM = -128,
    parameter signed [OUT_BITS+1:0] MAXIMUM = 127
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      s_valid,
    output wire                      s_ready,
    input  wire                      s_last,
    input  wire [      LANES*32-1:0] s_data,
    output wire                      m_valid,
    input  wire                      m_ready,
    output wire                      m_last,
    output wire [LANES*OUT_BITS-1:0] m_data
);
  reg [3:0] valid_q, last_q;
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
      sinter_mx_quantize_lane #(
          .FACTOR(FACTOR),
          .SHIFT_BITS(SHIFT_BITS),
          .SHIFT(SHIFT),
          .OUT_BITS(OUT_BITS),
          .ZERO(ZERO),
          .MINIMUM(MINIMUM),
          .MAXIMUM(MAXIMUM)
      ) quantize (
          .clk(clk),
          .enable(enable),
          .number(s_data[lane*32+:32]),
          .code(m_data[lane*OUT_BITS+:OUT_BITS])
      );
    end
  endgenerate
endmodule

`default_nettype wire

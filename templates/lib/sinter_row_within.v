// sinter_row_within: a bit for each element's distance from its row's maximum: whether it is at
// most LIMIT. With MASKED each has a bit above it that says 0 in any case.
// Latency 1 cycle, throughput one beat a cycle.
`default_nettype none

module sinter_row_within #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter MASKED = 0,
    parameter [BITS-1:0] LIMIT = 8'd20
) (
    input  wire                           clk,
    input  wire                           rst,
    input  wire                           s_valid,
    output wire                           s_ready,
    input  wire                           s_last,
    input  wire [LANES*(BITS+MASKED)-1:0] s_data,
    output wire                           m_valid,
    input  wire                           m_ready,
    output wire                           m_last,
    output wire [              LANES-1:0] m_data
);
  localparam ELEMENT = BITS + MASKED;

  reg valid_q, last_q;
  reg [LANES-1:0] passes_q;
  wire enable = !valid_q || m_ready;
  assign s_ready = enable;
  assign m_valid = valid_q;
  assign m_last = last_q;
  assign m_data = passes_q;

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (enable) valid_q <= s_valid;
  end
  always @(posedge clk) if (enable) last_q <= s_last;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      // One bit wider, so that a limit at the end of the range is compared too.
      wire [BITS:0] beyond = {1'b0, LIMIT} + 1'b1;
      wire passes = {1'b0, s_data[lane*ELEMENT+:BITS]} < beyond;
      if (MASKED != 0) begin : gen_masked
        always @(posedge clk)
          if (enable) passes_q[lane] <= passes && !s_data[lane*ELEMENT+BITS];
      end else begin : gen_whole
        always @(posedge clk) if (enable) passes_q[lane] <= passes;
      end
    end
  endgenerate
endmodule

`default_nettype wire

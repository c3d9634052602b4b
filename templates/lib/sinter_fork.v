// sinter_fork: gives each beat to OUTPUTS streams, once each, whenever each is ready.
// Latency 0 cycles, throughput one beat a cycle while all outputs are ready.
`default_nettype none

module sinter_fork #(
    parameter OUTPUTS = 2,
    parameter WIDTH   = 8
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     s_valid,
    output wire                     s_ready,
    input  wire                     s_last,
    input  wire [        WIDTH-1:0] s_data,
    output wire [      OUTPUTS-1:0] m_valid,
    input  wire [      OUTPUTS-1:0] m_ready,
    output wire [      OUTPUTS-1:0] m_last,
    output wire [OUTPUTS*WIDTH-1:0] m_data
);
  reg [OUTPUTS-1:0] done_q;  // outputs that have taken this beat already

  wire [OUTPUTS-1:0] taken = done_q | m_ready;

  assign s_ready = &taken;
  assign m_valid = {OUTPUTS{s_valid}} & ~done_q;
  assign m_last  = {OUTPUTS{s_last}};
  assign m_data  = {OUTPUTS{s_data}};

  always @(posedge clk) begin
    if (rst) done_q <= {OUTPUTS{1'b0}};
    else if (s_valid) done_q <= s_ready ? {OUTPUTS{1'b0}} : taken;
  end
endmodule

`default_nettype wire

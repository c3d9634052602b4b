// sinter_join: one beat of each of INPUTS streams side by side, the first stream lowest. All
// streams have as many beats a tensor.
// Latency 0 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_join #(
    parameter INPUTS = 2,
    parameter WIDTH  = 16           // of all streams together
) (
    input  wire              clk,
    input  wire              rst,
    input  wire [INPUTS-1:0] s_valid,
    output wire [INPUTS-1:0] s_ready,
    input  wire [INPUTS-1:0] s_last,
    input  wire [ WIDTH-1:0] s_data,
    output wire              m_valid,
    input  wire              m_ready,
    output wire              m_last,
    output wire [ WIDTH-1:0] m_data
);
  assign m_valid = &s_valid;
  assign s_ready = {INPUTS{m_valid && m_ready}};
  assign m_last  = s_last[0];
  assign m_data  = s_data;

  wire unused = &{1'b0, clk, rst, s_last};
endmodule

`default_nettype wire

// sinter_copies: each beat COPIES times side by side. Wires only.
// Latency 0 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_copies #(
    parameter WIDTH = 8,
    parameter COPIES = 2
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    s_valid,
    output wire                    s_ready,
    input  wire                    s_last,
    input  wire [       WIDTH-1:0] s_data,
    output wire                    m_valid,
    input  wire                    m_ready,
    output wire                    m_last,
    output wire [COPIES*WIDTH-1:0] m_data
);
  assign m_valid = s_valid;
  assign s_ready = m_ready;
  assign m_last  = s_last;
  assign m_data  = {COPIES{s_data}};

  wire unused = &{1'b0, clk, rst};
endmodule

`default_nettype wire

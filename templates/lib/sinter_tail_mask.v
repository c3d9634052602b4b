// sinter_tail_mask: clears the unused lanes of a tensor's last beat. A unit that works lane by lane
// makes something of the zeros that come in there; the stream's rule is that they leave as zeros.
// Latency 0 cycles: wires and gates.
`default_nettype none

module sinter_tail_mask #(
    parameter ELEMENT_BITS = 8,
    parameter LANES = 4,
    parameter TAIL = 1              // lanes in use in the last beat
) (
    input  wire                          clk,
    input  wire                          rst,
    input  wire                          s_valid,
    output wire                          s_ready,
    input  wire                          s_last,
    input  wire [LANES*ELEMENT_BITS-1:0] s_data,
    output wire                          m_valid,
    input  wire                          m_ready,
    output wire                          m_last,
    output wire [LANES*ELEMENT_BITS-1:0] m_data
);
  localparam TAIL_BITS = TAIL * ELEMENT_BITS;
  localparam UNUSED_BITS = (LANES - TAIL) * ELEMENT_BITS;

  assign m_valid = s_valid;
  assign s_ready = m_ready;
  assign m_last  = s_last;
  assign m_data  = {s_data[TAIL_BITS+:UNUSED_BITS] & {UNUSED_BITS{!s_last}}, s_data[0+:TAIL_BITS]};

  wire unused = &{1'b0, clk, rst};
endmodule

`default_nettype wire

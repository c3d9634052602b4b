// sinter_mx_join: each beat of a stream beside the scale of its block, the scale above it. Rows of
// ROW_BEATS beats in blocks of BLOCK_BEATS, the last one of a row may be shorter; a scale is taken
// with its block's last beat.
// Latency 0 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_mx_join #(
    parameter WIDTH = 32,         // of a beat
    parameter BLOCK_BEATS = 8,
    parameter ROW_BEATS = 20,
    parameter COUNT_BITS = 5      // counts to ROW_BEATS
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [      1:0] s_valid,
    output wire [      1:0] s_ready,
    input  wire [      1:0] s_last,
    input  wire [WIDTH+7:0] s_data,
    output wire             m_valid,
    input  wire             m_ready,
    output wire             m_last,
    output wire [WIDTH+7:0] m_data
);
  localparam integer LAST_OF_BLOCK_VALUE = BLOCK_BEATS - 1;
  localparam [COUNT_BITS-1:0] LAST_OF_BLOCK = LAST_OF_BLOCK_VALUE[COUNT_BITS-1:0];
  localparam integer LAST_OF_ROW_VALUE = ROW_BEATS - 1;
  localparam [COUNT_BITS-1:0] LAST_OF_ROW = LAST_OF_ROW_VALUE[COUNT_BITS-1:0];

  reg [COUNT_BITS-1:0] beat_q, row_beat_q;
  wire ends_row = row_beat_q == LAST_OF_ROW;
  wire ends_block = ends_row || (beat_q == LAST_OF_BLOCK);
  wire moves = m_valid && m_ready;

  assign m_valid = &s_valid;
  assign s_ready = {moves && ends_block, moves};
  assign m_last  = s_last[0];
  assign m_data  = s_data;

  always @(posedge clk) begin
    if (rst) begin
      beat_q <= {COUNT_BITS{1'b0}};
      row_beat_q <= {COUNT_BITS{1'b0}};
    end else if (moves) begin
      beat_q <= ends_block ? {COUNT_BITS{1'b0}} : beat_q + 1'b1;
      row_beat_q <= ends_row ? {COUNT_BITS{1'b0}} : row_beat_q + 1'b1;
    end
  end

  wire unused = s_last[1];
endmodule

`default_nettype wire

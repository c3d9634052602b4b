// sinter_row_mask: puts a bit above each element of a row that says whether it is left out: the
// inverse of its bit of a mask stream, elements from LENGTH on, and with CAUSAL those behind the
// diagonal of matrices of ROW rows.
// Latency 1 cycle, throughput one beat a cycle.
`default_nettype none

module sinter_row_mask #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter STREAM = 0,         // the mask's bits come above all elements
    parameter CAUSAL = 0,
    parameter LENGTH = 10,
    parameter ROW = 10,
    parameter WORDS = 10,         // ceil(ROW / LANES)
    parameter COLUMN_BITS = 6     // holds LANES * WORDS + ROW with a sign
) (
    input  wire                                clk,
    input  wire                                rst,
    input  wire                                s_valid,
    output wire                                s_ready,
    input  wire                                s_last,
    input  wire [LANES*(BITS+STREAM)-1:0] s_data,
    output wire                                m_valid,
    input  wire                                m_ready,
    output wire                                m_last,
    output wire [          LANES*(BITS+1)-1:0] m_data
);
  localparam [COLUMN_BITS-1:0] NONE = {COLUMN_BITS{1'b0}};
  localparam [COLUMN_BITS-1:0] STEP = LANES[COLUMN_BITS-1:0];
  localparam integer LAST_COLUMN_VALUE = (WORDS - 1) * LANES;
  localparam [COLUMN_BITS-1:0] LAST_COLUMN = LAST_COLUMN_VALUE[COLUMN_BITS-1:0];
  localparam integer LAST_ROW_VALUE = ROW - 1;
  localparam [COLUMN_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[COLUMN_BITS-1:0];
  localparam [COLUMN_BITS-1:0] BEYOND = LENGTH[COLUMN_BITS-1:0];

  reg valid_q, last_q;
  reg [LANES*(BITS+1)-1:0] data_q;
  reg [COLUMN_BITS-1:0] column_q, row_q;   // of the beat's first element

  wire enable = !valid_q || m_ready;
  wire push = s_valid && enable;
  wire row_last = column_q == LAST_COLUMN;
  assign s_ready = enable;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      column_q <= NONE;
      row_q <= NONE;
    end else begin
      if (enable) valid_q <= s_valid;
      if (push) begin
        column_q <= row_last ? NONE : column_q + STEP;
        if (row_last) row_q <= (row_q == LAST_ROW) ? NONE : row_q + 1'b1;
      end
    end
  end
  always @(posedge clk) if (enable) last_q <= s_last;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      localparam [COLUMN_BITS-1:0] OFFSET = lane;
      wire [COLUMN_BITS-1:0] column = column_q + OFFSET;
      wire shown;
      wire padding = column >= BEYOND;
      wire future = (CAUSAL != 0) && (column > row_q);
      if (STREAM != 0) begin : gen_stream
        assign shown = s_data[LANES*BITS+lane];
      end else begin : gen_none
        assign shown = 1'b1;
      end
      always @(posedge clk)
        if (enable)
          data_q[lane*(BITS+1)+:BITS+1] <= {!shown || padding || future, s_data[lane*BITS+:BITS]};
    end
  endgenerate

  assign m_valid = valid_q;
  assign m_last = last_q;
  assign m_data = data_q;
endmodule

`default_nettype wire

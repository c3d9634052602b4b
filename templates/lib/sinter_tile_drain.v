// sinter_tile_drain: tiles of ROWS x PARTS words, a whole tile a beat, as single words row by row.
// Tiles come from a matrix of ROW_TILES x COLUMN_TILES tiles, along its rows if COLUMNS_FIRST, else
// along its columns; words of the last ones that lie beyond its edges (TAIL_ROWS, TAIL_PARTS) are
// left out.
// Latency 1 cycle to a tile's first word; throughput ROWS * PARTS cycles a tile, whatever is left
// out.
`default_nettype none

module sinter_tile_drain #(
    parameter WIDTH = 18,        // of a word
    parameter ROWS = 2,
    parameter PARTS = 2,
    parameter ROW_TILES = 1,
    parameter COLUMN_TILES = 1,
    parameter TAIL_ROWS = 2,
    parameter TAIL_PARTS = 2,
    parameter COLUMNS_FIRST = 1,
    parameter COUNT_BITS = 2     // counts to each of these numbers
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire                        s_valid,
    output wire                        s_ready,
    input  wire                        s_last,
    input  wire [ROWS*PARTS*WIDTH-1:0] s_data,
    output wire                        m_valid,
    input  wire                        m_ready,
    output wire                        m_last,
    output wire [           WIDTH-1:0] m_data
);
  localparam [COUNT_BITS-1:0] ZERO = {COUNT_BITS{1'b0}};
  localparam integer LAST_PART_VALUE = PARTS - 1;
  localparam integer LAST_ROW_VALUE = ROWS - 1;
  localparam integer LAST_TAIL_PART_VALUE = TAIL_PARTS - 1;
  localparam integer LAST_TAIL_ROW_VALUE = TAIL_ROWS - 1;
  localparam integer LAST_ROW_TILE_VALUE = ROW_TILES - 1;
  localparam integer LAST_COLUMN_TILE_VALUE = COLUMN_TILES - 1;
  localparam [COUNT_BITS-1:0] LAST_PART = LAST_PART_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL_PART = LAST_TAIL_PART_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL_ROW = LAST_TAIL_ROW_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_ROW_TILE = LAST_ROW_TILE_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_COLUMN_TILE = LAST_COLUMN_TILE_VALUE[COUNT_BITS-1:0];

  reg valid_q;
  reg last_q;
  reg [ROWS*PARTS*WIDTH-1:0] data_q;   // the word that is shown lowest
  reg [COUNT_BITS-1:0] part_q, row_q, row_tile_q, column_tile_q;

  wire in_last_rows = row_tile_q == LAST_ROW_TILE;
  wire in_last_columns = column_tile_q == LAST_COLUMN_TILE;
  wire beyond = (in_last_columns && part_q > LAST_TAIL_PART)
             || (in_last_rows && row_q > LAST_TAIL_ROW);
  wire end_of_row = part_q == LAST_PART;
  wire end_of_tile = end_of_row && (row_q == LAST_ROW);
  wire moves = valid_q && (m_ready || beyond);
  wire done = moves && end_of_tile;
  wire push = s_valid && s_ready;

  assign s_ready = !valid_q || done;
  assign m_valid = valid_q && !beyond;
  assign m_last  = last_q && (part_q == LAST_TAIL_PART) && (row_q == LAST_TAIL_ROW);
  assign m_data  = data_q[WIDTH-1:0];

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (push) valid_q <= 1'b1;
    else if (done) valid_q <= 1'b0;
  end

  always @(posedge clk) begin
    if (push) begin
      data_q <= s_data;
      last_q <= s_last;
    end else if (moves) begin
      data_q <= data_q >> WIDTH;
    end
  end

  // ---- where in the tile, and in the matrix --------------------------------------------------
  wire next_column = (COLUMNS_FIRST != 0) || in_last_rows;
  wire next_row = (COLUMNS_FIRST == 0) || in_last_columns;

  always @(posedge clk) begin
    if (rst) begin
      part_q <= ZERO;
      row_q <= ZERO;
      row_tile_q <= ZERO;
      column_tile_q <= ZERO;
    end else if (moves) begin
      part_q <= end_of_row ? ZERO : part_q + 1'b1;
      if (end_of_row) row_q <= end_of_tile ? ZERO : row_q + 1'b1;
      if (end_of_tile && next_column)
        column_tile_q <= in_last_columns ? ZERO : column_tile_q + 1'b1;
      if (end_of_tile && next_row) row_tile_q <= in_last_rows ? ZERO : row_tile_q + 1'b1;
    end
  end
endmodule

`default_nettype wire

// sinter_tile_store: words that come tile by tile, given row by row. A block of ROWS rows comes as
// COLUMN_TILES tiles side by side, each row by row, PARTS words a row (the last tile TAIL_PARTS);
// of a matrix' BLOCKS blocks the last has TAIL_ROWS rows. Two blocks of storage: one fills while
// the other is read.
// Latency 2 cycles from a block's last word, throughput one beat a cycle.
`default_nettype none

module sinter_tile_store #(
    parameter WIDTH = 8,
    parameter ROWS = 2,
    parameter PARTS = 2,
    parameter COLUMN_TILES = 2,
    parameter TAIL_PARTS = 2,
    parameter BLOCKS = 1,
    parameter TAIL_ROWS = 2,
    parameter ROW_WORDS = 4,      // (COLUMN_TILES - 1) * PARTS + TAIL_PARTS
    parameter ADDRESS_BITS = 4,   // addresses 2 * ROWS * ROW_WORDS
    parameter COUNT_BITS = 3      // counts to each of these numbers
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             s_valid,
    output wire             s_ready,
    input  wire             s_last,
    input  wire [WIDTH-1:0] s_data,
    output wire             m_valid,
    input  wire             m_ready,
    output wire             m_last,
    output wire [WIDTH-1:0] m_data
);
  localparam HALF_VALUE = ROWS * ROW_WORDS;
  localparam [ADDRESS_BITS-1:0] FIRST = {ADDRESS_BITS{1'b0}};
  localparam [ADDRESS_BITS-1:0] SECOND = HALF_VALUE[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] TILE_STEP = PARTS[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] ROW_STEP = ROW_WORDS[ADDRESS_BITS-1:0];
  localparam [COUNT_BITS-1:0] ZERO = {COUNT_BITS{1'b0}};
  localparam integer LAST_PART_VALUE = PARTS - 1;
  localparam integer LAST_TAIL_PART_VALUE = TAIL_PARTS - 1;
  localparam integer LAST_ROW_VALUE = ROWS - 1;
  localparam integer LAST_TAIL_ROW_VALUE = TAIL_ROWS - 1;
  localparam integer LAST_TILE_VALUE = COLUMN_TILES - 1;
  localparam integer LAST_BLOCK_VALUE = BLOCKS - 1;
  localparam integer BLOCK_END_VALUE = HALF_VALUE - 1;
  localparam integer TAIL_END_VALUE = TAIL_ROWS * ROW_WORDS - 1;
  localparam [COUNT_BITS-1:0] LAST_PART = LAST_PART_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL_PART = LAST_TAIL_PART_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL_ROW = LAST_TAIL_ROW_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TILE = LAST_TILE_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_BLOCK = LAST_BLOCK_VALUE[COUNT_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] BLOCK_END = BLOCK_END_VALUE[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] TAIL_END = TAIL_END_VALUE[ADDRESS_BITS-1:0];

  reg [1:0] full_q;         // halves that hold a whole block
  reg [1:0] is_tail_q;      // whose block has TAIL_ROWS rows
  reg [1:0] ends_tensor_q;  // whose block is the tensor's last

  // ---- write: parts, within rows, within tiles, within blocks --------------------------------
  reg [ADDRESS_BITS-1:0] write_address_q, row_start_q, tile_start_q;
  reg [  COUNT_BITS-1:0] part_q, row_q, tile_q, block_q;
  reg                    write_half_q;
  wire push = s_valid && s_ready;
  wire in_last_tile = tile_q == LAST_TILE;
  wire in_last_block = block_q == LAST_BLOCK;
  wire end_of_part = part_q == (in_last_tile ? LAST_TAIL_PART : LAST_PART);
  wire end_of_tile = end_of_part && (row_q == (in_last_block ? LAST_TAIL_ROW : LAST_ROW));
  wire end_of_write = end_of_tile && in_last_tile;
  wire [ADDRESS_BITS-1:0] other_half = write_half_q ? FIRST : SECOND;
  wire [ADDRESS_BITS-1:0] next_tile = end_of_write ? other_half : tile_start_q + TILE_STEP;
  wire [ADDRESS_BITS-1:0] next_row = end_of_tile ? next_tile : row_start_q + ROW_STEP;

  assign s_ready = !full_q[write_half_q];

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= FIRST;
      row_start_q <= FIRST;
      tile_start_q <= FIRST;
      part_q <= ZERO;
      row_q <= ZERO;
      tile_q <= ZERO;
      block_q <= ZERO;
      write_half_q <= 1'b0;
      is_tail_q <= 2'b00;
      ends_tensor_q <= 2'b00;
    end else if (push) begin
      part_q <= end_of_part ? ZERO : part_q + 1'b1;
      if (end_of_part) row_q <= end_of_tile ? ZERO : row_q + 1'b1;
      if (end_of_tile) tile_q <= in_last_tile ? ZERO : tile_q + 1'b1;
      if (end_of_write) block_q <= in_last_block ? ZERO : block_q + 1'b1;
      write_address_q <= end_of_part ? next_row : write_address_q + 1'b1;
      if (end_of_part) row_start_q <= next_row;
      if (end_of_tile) tile_start_q <= next_tile;
      write_half_q <= write_half_q ^ end_of_write;
      if (end_of_write) is_tail_q[write_half_q] <= in_last_block;
      if (end_of_write) ends_tensor_q[write_half_q] <= s_last;
    end
  end

  // ---- read ----------------------------------------------------------------------------------
  reg [ADDRESS_BITS-1:0] read_address_q;
  reg [ADDRESS_BITS-1:0] count_q;
  reg                    read_half_q;
  reg                    valid_q;
  reg                    final_q;
  wire pop = full_q[read_half_q] && (!valid_q || m_ready);
  wire end_of_read = count_q == (is_tail_q[read_half_q] ? TAIL_END : BLOCK_END);

  assign m_valid = valid_q;
  assign m_last  = final_q;

  always @(posedge clk) begin
    if (rst) begin
      read_address_q <= FIRST;
      count_q <= FIRST;
      read_half_q <= 1'b0;
      valid_q <= 1'b0;
      final_q <= 1'b0;
    end else if (pop) begin
      count_q <= end_of_read ? FIRST : count_q + 1'b1;
      if (end_of_read) read_address_q <= read_half_q ? FIRST : SECOND;
      else read_address_q <= read_address_q + 1'b1;
      read_half_q <= read_half_q ^ end_of_read;
      valid_q <= 1'b1;
      final_q <= end_of_read && ends_tensor_q[read_half_q];
    end else if (m_ready) begin
      valid_q <= 1'b0;
    end
  end

  // ---- storage -------------------------------------------------------------------------------
  wire [1:0] fills = {write_half_q, !write_half_q} & {2{push && end_of_write}};
  wire [1:0] empties = {read_half_q, !read_half_q} & {2{pop && end_of_read}};

  always @(posedge clk) begin
    if (rst) full_q <= 2'b00;
    else full_q <= (full_q & ~empties) | fills;
  end

  sinter_ram #(
      .WIDTH(WIDTH),
      .DEPTH(2 * ROWS * ROW_WORDS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data(s_data),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data(m_data)
  );
endmodule

`default_nettype wire

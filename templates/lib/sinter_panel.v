// sinter_panel: rows of a matrix side by side. Rows come one after the other, WORD elements a beat;
// BANKS rows make a tile, which is given an element of each of its rows at a time. A block of
// BLOCK_TILES tiles is given PASSES times; a matrix has TILES tiles, the last of TAIL rows (its
// other banks hold what was there before). Two blocks of storage: one fills while the other is
// read.
// Latency 2 cycles from a block's last beat, throughput one beat a cycle in and out.
`default_nettype none

module sinter_panel #(
    parameter ELEMENT_BITS = 8,
    parameter BANKS = 4,
    parameter WORD = 1,
    parameter STEPS = 16,        // elements of a row
    parameter WORDS = 16,        // ceil(STEPS / WORD)
    parameter TILES = 4,         // of a matrix
    parameter TAIL = 4,
    parameter BLOCK_TILES = 1,   // 1 or TILES
    parameter PASSES = 2,
    parameter ADDRESS_BITS = 5,  // addresses 2 * BLOCK_TILES * WORDS
    parameter COUNT_BITS = 5     // counts to every one of the numbers above
) (
    input  wire                          clk,
    input  wire                          rst,
    input  wire                          s_valid,
    output wire                          s_ready,
    input  wire                          s_last,
    input  wire [ WORD*ELEMENT_BITS-1:0] s_data,
    output wire                          m_valid,
    input  wire                          m_ready,
    output wire                          m_last,
    output wire [BANKS*ELEMENT_BITS-1:0] m_data
);
  localparam HALF_VALUE = BLOCK_TILES * WORDS;
  localparam [ADDRESS_BITS-1:0] FIRST = {ADDRESS_BITS{1'b0}};
  localparam [ADDRESS_BITS-1:0] SECOND = HALF_VALUE[ADDRESS_BITS-1:0];
  localparam [COUNT_BITS-1:0] ZERO = {COUNT_BITS{1'b0}};
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam integer LAST_BANK_VALUE = BANKS - 1;
  localparam integer LAST_TAIL_VALUE = TAIL - 1;
  localparam integer LAST_TILE_VALUE = TILES - 1;
  localparam integer LAST_READ_TILE_VALUE = BLOCK_TILES - 1;
  localparam integer LAST_STEP_VALUE = STEPS - 1;
  localparam integer LAST_PASS_VALUE = PASSES - 1;
  localparam integer LAST_PHASE_VALUE = WORD - 1;
  localparam [COUNT_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_BANK = LAST_BANK_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL = LAST_TAIL_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TILE = LAST_TILE_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_READ_TILE = LAST_READ_TILE_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_PASS = LAST_PASS_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_PHASE = LAST_PHASE_VALUE[COUNT_BITS-1:0];

  reg [1:0] full_q;         // halves that hold a whole block
  reg [1:0] ends_tensor_q;  // whose block is the tensor's last

  // ---- write: words, within rows (a bank each), within tiles ---------------------------------
  reg [ADDRESS_BITS-1:0] write_address_q;
  reg [ADDRESS_BITS-1:0] tile_start_q;
  reg [  COUNT_BITS-1:0] word_q, bank_q, tile_q;
  reg                    write_half_q;
  wire push = s_valid && s_ready;
  wire in_last_tile = tile_q == LAST_TILE;
  wire end_of_row = word_q == LAST_WORD;
  wire end_of_tile = end_of_row && (bank_q == (in_last_tile ? LAST_TAIL : LAST_BANK));
  wire end_of_write = end_of_tile && (BLOCK_TILES == 1 || in_last_tile);
  wire [ADDRESS_BITS-1:0] other_half = write_half_q ? FIRST : SECOND;
  wire [ADDRESS_BITS-1:0] next_address = write_address_q + 1'b1;

  assign s_ready = !full_q[write_half_q];

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= FIRST;
      tile_start_q <= FIRST;
      write_half_q <= 1'b0;
      word_q <= ZERO;
      bank_q <= ZERO;
      tile_q <= ZERO;
      ends_tensor_q <= 2'b00;
    end else if (push) begin
      word_q <= end_of_row ? ZERO : word_q + 1'b1;
      if (end_of_row) bank_q <= end_of_tile ? ZERO : bank_q + 1'b1;
      if (end_of_tile) tile_q <= in_last_tile ? ZERO : tile_q + 1'b1;
      if (end_of_write) write_address_q <= other_half;
      else write_address_q <= (end_of_row && !end_of_tile) ? tile_start_q : next_address;
      if (end_of_tile) tile_start_q <= end_of_write ? other_half : next_address;
      if (end_of_write) ends_tensor_q[write_half_q] <= s_last;
      write_half_q <= write_half_q ^ end_of_write;
    end
  end

  // ---- read: elements of a row, within tiles, within passes ----------------------------------
  reg [ADDRESS_BITS-1:0] read_address_q;
  reg [  COUNT_BITS-1:0] step_q, phase_q, read_tile_q, pass_q;
  reg [  COUNT_BITS-1:0] shown_phase_q;
  reg                    read_half_q;
  reg                    valid_q;
  reg                    final_q;
  wire pop = full_q[read_half_q] && (!valid_q || m_ready);
  wire end_of_steps = step_q == LAST_STEP;
  wire end_of_word = end_of_steps || (phase_q == LAST_PHASE);
  wire end_of_pass = end_of_steps && (read_tile_q == LAST_READ_TILE);
  wire end_of_read = end_of_pass && (pass_q == LAST_PASS);

  assign m_valid = valid_q;
  assign m_last  = final_q;

  always @(posedge clk) begin
    if (rst) begin
      read_address_q <= FIRST;
      read_half_q <= 1'b0;
      step_q <= ZERO;
      phase_q <= ZERO;
      read_tile_q <= ZERO;
      pass_q <= ZERO;
      valid_q <= 1'b0;
      final_q <= 1'b0;
    end else if (pop) begin
      step_q <= end_of_steps ? ZERO : step_q + 1'b1;
      phase_q <= end_of_word ? ZERO : phase_q + 1'b1;
      if (end_of_steps) read_tile_q <= end_of_pass ? ZERO : read_tile_q + 1'b1;
      if (end_of_pass) pass_q <= end_of_read ? ZERO : pass_q + 1'b1;
      if (end_of_pass) read_address_q <= (read_half_q ^ end_of_read) ? SECOND : FIRST;
      else if (end_of_word) read_address_q <= read_address_q + 1'b1;
      read_half_q <= read_half_q ^ end_of_read;
      valid_q <= 1'b1;
      final_q <= end_of_read && ends_tensor_q[read_half_q];
    end else if (m_ready) begin
      valid_q <= 1'b0;
    end
  end
  always @(posedge clk) if (pop) shown_phase_q <= phase_q;

  // ---- storage -------------------------------------------------------------------------------
  wire [1:0] fills = {write_half_q, !write_half_q} & {2{push && end_of_write}};
  wire [1:0] empties = {read_half_q, !read_half_q} & {2{pop && end_of_read}};

  always @(posedge clk) begin
    if (rst) full_q <= 2'b00;
    else full_q <= (full_q & ~empties) | fills;
  end

  genvar bank;
  generate
    for (bank = 0; bank < BANKS; bank = bank + 1) begin : gen_bank
      wire [WORD*ELEMENT_BITS-1:0] word;
      sinter_ram #(
          .WIDTH(WORD * ELEMENT_BITS),
          .DEPTH(2 * BLOCK_TILES * WORDS),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) ram (
          .clk(clk),
          .write_enable(push && (bank_q == bank[COUNT_BITS-1:0])),
          .write_address(write_address_q),
          .write_data(s_data),
          .read_enable(pop),
          .read_address(read_address_q),
          .read_data(word)
      );
      sinter_select #(
          .WIDTH(ELEMENT_BITS),
          .COUNT(WORD),
          .INDEX_BITS(COUNT_BITS)
      ) element (
          .words(word),
          .index(shown_phase_q),
          .word(m_data[bank*ELEMENT_BITS+:ELEMENT_BITS])
      );
    end
  endgenerate
endmodule

`default_nettype wire

// sinter_skip_zeros: product of two matrices that works only the elements of the left one (input
// 0) that are not 0, one a cycle: COLUMNS processing elements each multiply it by an element of
// its row of the right matrix (input 1). That is stored whole, in TILES words a row; a row of the
// result leaves in TILES beats of COLUMNS sums. Two right matrices and two rows of the left one
// are held: one fills while the other is worked on.
// Latency 6 cycles from a row's last element to its sums; throughput depends on the data: a row
// takes TILES cycles for each element that is not 0, or TILES where there is none.
`default_nettype none

module sinter_skip_zeros #(
    parameter LANES = 2,            // of the left matrix
    parameter LANE_BITS = 1,
    parameter BEATS = 3,            // of a row of it
    parameter BEAT_BITS = 2,
    parameter ROWS = 4,             // of a left matrix
    parameter ROW_BITS = 2,
    parameter COLUMNS = 2,
    parameter TILES = 3,
    parameter TILE_BITS = 2,
    parameter PLACE_BITS = 5,       // counts to TILES * (LANES * BEATS - 1)
    parameter ENTRY_BITS = 3,       // 2 ** ENTRY_BITS is at least the depth
    parameter WORDS = 18,           // of a right matrix: its rows in TILES words each
    parameter ADDRESS_BITS = 6,     // addresses 2 * WORDS
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter ACC_BITS = 18
) (
    input  wire                                   clk,
    input  wire                                   rst,
    input  wire [                            1:0] s_valid,
    output wire [                            1:0] s_ready,
    input  wire [                            1:0] s_last,
    input  wire [LANES*A_BITS+COLUMNS*B_BITS-1:0] s_data,
    output wire                                   m_valid,
    input  wire                                   m_ready,
    output wire                                   m_last,
    output wire [           COLUMNS*ACC_BITS-1:0] m_data
);
  localparam COUNT_BITS = ENTRY_BITS + 1;
  localparam [ADDRESS_BITS-1:0] FIRST = {ADDRESS_BITS{1'b0}};
  localparam [ADDRESS_BITS-1:0] SECOND = WORDS[ADDRESS_BITS-1:0];
  localparam integer LAST_TILE_VALUE = TILES - 1;
  localparam [TILE_BITS-1:0] LAST_TILE = LAST_TILE_VALUE[TILE_BITS-1:0];
  localparam integer LAST_ROW_VALUE = ROWS - 1;
  localparam [ROW_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[ROW_BITS-1:0];

  // Everything behind the lists moves while a result can leave.
  reg result_valid_q, result_last_q;
  wire enable = !result_valid_q || m_ready;

  wire [1:0] full, claims, frees;    // of the right matrices

  // ---- the left matrix, row by row, and what of it is worked on --------------------------------
  wire [1:0] list_full, list_last, list_release;
  wire [2*COUNT_BITS-1:0] list_counts;
  reg list_q, half_q;
  reg [COUNT_BITS-1:0] entry_q;
  reg [TILE_BITS-1:0] tile_q;
  reg [ROW_BITS-1:0] row_q;

  wire [COUNT_BITS-1:0] count = list_counts[list_q*COUNT_BITS+:COUNT_BITS];
  wire none = count == {COUNT_BITS{1'b0}};
  wire [COUNT_BITS-1:0] next_entry = entry_q + 1'b1;
  wire issue = enable && list_full[list_q] && full[half_q];
  wire end_of_tile = none || (next_entry == count);
  wire end_of_row = end_of_tile && (tile_q == LAST_TILE);
  wire end_of_matrix = end_of_row && (row_q == LAST_ROW);
  assign list_release = {list_q, !list_q} & {2{issue && end_of_row}};
  assign claims = {half_q, !half_q} & {2{issue && end_of_matrix}};

  always @(posedge clk) begin
    if (rst) begin
      list_q <= 1'b0;
      half_q <= 1'b0;
      entry_q <= {COUNT_BITS{1'b0}};
      tile_q <= {TILE_BITS{1'b0}};
      row_q <= {ROW_BITS{1'b0}};
    end else if (issue) begin
      entry_q <= end_of_tile ? {COUNT_BITS{1'b0}} : next_entry;
      if (end_of_tile) tile_q <= end_of_row ? {TILE_BITS{1'b0}} : tile_q + 1'b1;
      if (end_of_row) row_q <= end_of_matrix ? {ROW_BITS{1'b0}} : row_q + 1'b1;
      list_q <= list_q ^ end_of_row;
      half_q <= half_q ^ end_of_matrix;
    end
  end

  wire [A_BITS-1:0] value;
  wire [PLACE_BITS-1:0] place;
  sinter_nonzeros #(
      .LANES(LANES),
      .LANE_BITS(LANE_BITS),
      .BITS(A_BITS),
      .BEATS(BEATS),
      .BEAT_BITS(BEAT_BITS),
      .STRIDE(TILES),
      .PLACE_BITS(PLACE_BITS),
      .ENTRY_BITS(ENTRY_BITS)
  ) lists (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid[0]),
      .s_ready(s_ready[0]),
      .s_last(s_last[0]),
      .s_data(s_data[LANES*A_BITS-1:0]),
      .full(list_full),
      .last(list_last),
      .counts(list_counts),
      .release_list(list_release),
      .read_enable(issue),
      .read_list(list_q),
      .read_entry(entry_q[ENTRY_BITS-1:0]),
      .value(value),
      .place(place)
  );

  // ---- its way: entry (bit 0), address, word, operands, product (bit 4) ------------------------
  reg [4:0] valid_q, first_q, final_q, none_q, last_q;
  reg [1:0] ends_matrix_q, of_half_q;
  reg [ADDRESS_BITS-1:0] offset_q, address_q;
  reg [A_BITS-1:0] value_q, value_q2, value_q3;
  wire [COLUMNS*B_BITS-1:0] word;
  reg [COLUMNS*B_BITS-1:0] word_q;
  wire [PLACE_BITS+ADDRESS_BITS-1:0] place_wide = {{ADDRESS_BITS{1'b0}}, place};
  wire [TILE_BITS+ADDRESS_BITS-1:0] tile_wide = {{ADDRESS_BITS{1'b0}}, tile_q};

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 5'b00000;
      ends_matrix_q <= 2'b00;
      result_valid_q <= 1'b0;
    end else if (enable) begin
      valid_q <= {valid_q[3:0], issue};
      ends_matrix_q <= {ends_matrix_q[0], issue && end_of_matrix};
      result_valid_q <= valid_q[4] && final_q[4];
    end
  end
  always @(posedge clk) begin
    if (enable) begin
      first_q <= {first_q[3:0], entry_q == {COUNT_BITS{1'b0}}};
      final_q <= {final_q[3:0], end_of_tile};
      none_q <= {none_q[3:0], none};
      last_q <= {last_q[3:0], end_of_row && list_last[list_q]};
      of_half_q <= {of_half_q[0], half_q};
      offset_q <= (half_q ? SECOND : FIRST) + tile_wide[ADDRESS_BITS-1:0];
      address_q <= offset_q + place_wide[ADDRESS_BITS-1:0];
      value_q <= value;
      value_q2 <= value_q;
      value_q3 <= value_q2;
      word_q <= word;
      result_last_q <= last_q[4];
    end
  end
  // The last word of a matrix is read as it is freed.
  assign frees = {of_half_q[1], !of_half_q[1]} & {2{enable && ends_matrix_q[1]}};
  assign m_valid = result_valid_q;
  assign m_last = result_last_q;

  sinter_block_store #(
      .WIDTH(COLUMNS * B_BITS),
      .WORDS(WORDS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) store (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid[1]),
      .s_ready(s_ready[1]),
      .s_data(s_data[LANES*A_BITS+:COLUMNS*B_BITS]),
      .full(full),
      .claim(claims),
      .free(frees),
      .read_enable(enable && valid_q[1] && !none_q[1]),
      .read_address(address_q),
      .read_data(word)
  );

  // ---- processing elements ---------------------------------------------------------------------
  wire accumulate = enable && valid_q[4];
  genvar column;
  generate
    for (column = 0; column < COLUMNS; column = column + 1) begin : gen_column
      wire [ACC_BITS-1:0] term;
      reg  [ACC_BITS-1:0] sum_q;
      sinter_code_product #(
          .A_BITS(A_BITS),
          .A_SIGNED(A_SIGNED),
          .B_BITS(B_BITS),
          .B_SIGNED(B_SIGNED),
          .OUT_BITS(ACC_BITS)
      ) multiply (
          .clk(clk),
          .enable(enable),
          .a(value_q3),
          .b(word_q[column*B_BITS+:B_BITS]),
          .product(term)
      );

      // A tile's first product starts the sum; a row without any gives 0.
      always @(posedge clk)
        if (accumulate)
          sum_q <= (none_q[4] ? {ACC_BITS{1'b0}} : term) + (first_q[4] ? {ACC_BITS{1'b0}} : sum_q);

      assign m_data[column*ACC_BITS+:ACC_BITS] = sum_q;
    end
  endgenerate

  wire unused = &{1'b0, s_last[1], place_wide, tile_wide};
endmodule

`default_nettype wire

// sinter_gather: rows of a matrix in the order that indices tell. A matrix of ROWS rows of WORDS
// beats (input 0) is written as it comes; each of COUNT indices (input 1) then gives the row of its
// number. An index below the first row gives the first, one above the last row the last. Two
// matrices of storage: one fills while the other is read. Rows lie 2 ** WORD_BITS words apart.
// Latency 2 cycles from a matrix' last beat or from an index to its row's first beat; throughput
// one beat a cycle.
`default_nettype none

module sinter_gather #(
    parameter WIDTH = 8,
    parameter ROWS = 5,
    parameter WORDS = 3,
    parameter WORD_BITS = 2,      // 2 ** WORD_BITS is at least WORDS
    parameter COUNT = 4,          // of a tensor
    parameter COUNT_BITS = 2,     // counts to COUNT - 1
    parameter INDEX_BITS = 4,
    parameter INDEX_SIGNED = 0,
    parameter ROW_BITS = 4        // counts to 2 * ROWS - 1
) (
    input  wire                        clk,
    input  wire                        rst,
    input  wire [                 1:0] s_valid,
    output wire [                 1:0] s_ready,
    input  wire [                 1:0] s_last,
    input  wire [INDEX_BITS+WIDTH-1:0] s_data,
    output wire                        m_valid,
    input  wire                        m_ready,
    output wire                        m_last,
    output wire [           WIDTH-1:0] m_data
);
  // Wide enough to hold an index and to count rows, with a sign.
  localparam COMPARE = (INDEX_BITS > ROW_BITS ? INDEX_BITS : ROW_BITS) + 1;
  localparam ADDRESS_BITS = ROW_BITS + WORD_BITS;
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [WORD_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[WORD_BITS-1:0];
  localparam [WORD_BITS-1:0] FIRST_WORD = {WORD_BITS{1'b0}};
  localparam integer LAST_INDEX_VALUE = COUNT - 1;
  localparam [COUNT_BITS-1:0] LAST_INDEX = LAST_INDEX_VALUE[COUNT_BITS-1:0];
  localparam integer FIRST_END_VALUE = ROWS - 1;
  localparam [ROW_BITS-1:0] FIRST_END = FIRST_END_VALUE[ROW_BITS-1:0];
  localparam integer SECOND_END_VALUE = 2 * ROWS - 1;
  localparam [ROW_BITS-1:0] SECOND_END = SECOND_END_VALUE[ROW_BITS-1:0];
  localparam [ROW_BITS-1:0] SECOND = ROWS[ROW_BITS-1:0];

  reg [1:0] full_q;   // halves that hold a whole matrix

  // ---- write ----------------------------------------------------------------------------------
  reg [ ROW_BITS-1:0] write_row_q;
  reg [WORD_BITS-1:0] write_word_q;
  reg                 write_half_q;
  wire push = s_valid[0] && s_ready[0];
  wire end_of_row = write_word_q == LAST_WORD;
  wire end_of_write = end_of_row && (write_row_q == (write_half_q ? SECOND_END : FIRST_END));
  assign s_ready[0] = !full_q[write_half_q];

  always @(posedge clk) begin
    if (rst) begin
      write_row_q <= {ROW_BITS{1'b0}};
      write_word_q <= FIRST_WORD;
      write_half_q <= 1'b0;
    end else if (push) begin
      write_word_q <= end_of_row ? FIRST_WORD : write_word_q + 1'b1;
      if (end_of_row)
        write_row_q <= (end_of_write && write_half_q) ? {ROW_BITS{1'b0}} : write_row_q + 1'b1;
      write_half_q <= write_half_q ^ end_of_write;
    end
  end

  // ---- indices, kept within the matrix ----------------------------------------------------------
  wire [INDEX_BITS-1:0] code = s_data[WIDTH+:INDEX_BITS];
  wire below = (INDEX_SIGNED != 0) && code[INDEX_BITS-1];
  wire [COMPARE-1:0] index = {{(COMPARE - INDEX_BITS) {1'b0}}, code};
  wire [COMPARE-1:0] last_row = {{(COMPARE - ROW_BITS) {1'b0}}, FIRST_END};
  wire [COMPARE-1:0] nearest = (index > last_row) ? last_row : index;
  wire [ROW_BITS-1:0] row = below ? {ROW_BITS{1'b0}} : nearest[ROW_BITS-1:0];

  reg row_valid_q, row_end_q;        // row_end_q: its row is the tensor's last
  reg row_half_q;
  reg [  ROW_BITS-1:0] row_q;
  reg [COUNT_BITS-1:0] count_q;
  reg index_half_q;                  // of the next index
  wire row_taken;
  wire take = s_valid[1] && s_ready[1];
  wire end_of_indices = count_q == LAST_INDEX;
  assign s_ready[1] = !row_valid_q || row_taken;

  always @(posedge clk) begin
    if (rst) begin
      row_valid_q <= 1'b0;
      count_q <= {COUNT_BITS{1'b0}};
      index_half_q <= 1'b0;
    end else begin
      if (take) row_valid_q <= 1'b1;
      else if (row_taken) row_valid_q <= 1'b0;
      if (take) begin
        count_q <= end_of_indices ? {COUNT_BITS{1'b0}} : count_q + 1'b1;
        index_half_q <= index_half_q ^ end_of_indices;
      end
    end
  end
  always @(posedge clk) begin
    if (take) begin
      row_q <= index_half_q ? row + SECOND : row;
      row_half_q <= index_half_q;
      row_end_q <= end_of_indices;
    end
  end

  // ---- read -----------------------------------------------------------------------------------
  reg [WORD_BITS-1:0] word_q;
  reg valid_q, final_q;
  wire pop = row_valid_q && full_q[row_half_q] && (!valid_q || m_ready);
  wire last_word = word_q == LAST_WORD;
  assign row_taken = pop && last_word;
  assign m_valid = valid_q;
  assign m_last  = final_q;

  always @(posedge clk) begin
    if (rst) begin
      word_q <= FIRST_WORD;
      valid_q <= 1'b0;
    end else if (pop) begin
      word_q <= last_word ? FIRST_WORD : word_q + 1'b1;
      valid_q <= 1'b1;
    end else if (m_ready) begin
      valid_q <= 1'b0;
    end
  end
  always @(posedge clk) if (pop) final_q <= last_word && row_end_q;

  // ---- storage --------------------------------------------------------------------------------
  wire [1:0] fills = {write_half_q, !write_half_q} & {2{push && end_of_write}};
  wire [1:0] empties = {row_half_q, !row_half_q} & {2{row_taken && row_end_q}};

  always @(posedge clk) begin
    if (rst) full_q <= 2'b00;
    else full_q <= (full_q & ~empties) | fills;
  end

  sinter_ram #(
      .WIDTH(WIDTH),
      .DEPTH(2 * ROWS << WORD_BITS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address({write_row_q, write_word_q}),
      .write_data(s_data[WIDTH-1:0]),
      .read_enable(pop),
      .read_address({row_q, word_q}),
      .read_data(m_data)
  );

  // The tensor's end is known by counting.
  wire unused = &{1'b0, s_last, nearest};
endmodule

`default_nettype wire

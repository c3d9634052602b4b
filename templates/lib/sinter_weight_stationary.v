// sinter_weight_stationary: ROWS x COLUMNS processing elements, each of which keeps one element of
// the right matrix while all VECTORS rows of the left one pass. Input 0 brings ROWS elements of a
// row at a time; sums move down the columns, one element a cycle. Input 1 brings the rows of the
// next tile of the right matrix, COLUMNS elements each, into shadow registers meanwhile; of TILES
// tiles down the matrix the last has TAIL rows, where input 0 brings zeros beyond.
// Latency ROWS + 2 cycles; throughput a vector a cycle: a tile takes the greater of VECTORS and its
// rows, no cycle is lost between tiles.
`default_nettype none

module sinter_weight_stationary #(
    parameter ROWS = 2,
    parameter COLUMNS = 2,
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter VECTORS = 4,
    parameter TILES = 1,
    parameter TAIL = 2,
    parameter COUNT_BITS = 3,   // counts to each of these numbers
    parameter ACC_BITS = 18     // of a sum over all ROWS
) (
    input  wire                                  clk,
    input  wire                                  rst,
    input  wire [                           1:0] s_valid,
    output wire [                           1:0] s_ready,
    input  wire [                           1:0] s_last,
    input  wire [ROWS*A_BITS+COLUMNS*B_BITS-1:0] s_data,
    output wire                                  m_valid,
    input  wire                                  m_ready,
    output wire                                  m_last,
    output wire [          COLUMNS*ACC_BITS-1:0] m_data
);
  localparam DEPTH = ROWS + 2;
  localparam [COUNT_BITS-1:0] ZERO = {COUNT_BITS{1'b0}};
  localparam integer LAST_VECTOR_VALUE = VECTORS - 1;
  localparam integer LAST_ROW_VALUE = ROWS - 1;
  localparam integer LAST_TAIL_VALUE = TAIL - 1;
  localparam integer LAST_TILE_VALUE = TILES - 1;
  localparam [COUNT_BITS-1:0] LAST_VECTOR = LAST_VECTOR_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TAIL = LAST_TAIL_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] LAST_TILE = LAST_TILE_VALUE[COUNT_BITS-1:0];

  // The whole array moves while its result can leave.
  reg [DEPTH-1:0] valid_q;
  reg [DEPTH-1:0] last_q;
  wire enable = !valid_q[DEPTH-1] || m_ready;
  assign m_valid = valid_q[DEPTH-1];
  assign m_last  = last_q[DEPTH-1];

  // ---- vectors: the first of a tile takes the weights over from the shadow registers ---------
  reg full_q;   // the next tile is in the shadow registers
  reg [COUNT_BITS-1:0] vector_q;
  wire first_vector = vector_q == ZERO;
  wire take = enable && (!first_vector || full_q);
  wire push = s_valid[0] && take;
  wire swap = push && first_vector;

  always @(posedge clk) begin
    if (rst) vector_q <= ZERO;
    else if (push) vector_q <= (vector_q == LAST_VECTOR) ? ZERO : vector_q + 1'b1;
  end
  always @(posedge clk) begin
    if (rst) valid_q <= {DEPTH{1'b0}};
    else if (enable) valid_q <= {valid_q[DEPTH-2:0], push};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[DEPTH-2:0], s_last[0]};

  // ---- shadow registers: a row may be loaded from the cycle on in which the array takes it ove
  reg [COUNT_BITS-1:0] load_q, tile_q;
  wire in_last_tile = tile_q == LAST_TILE;
  wire load_ready = enable && (!full_q || swap);
  wire load = s_valid[1] && load_ready;
  wire end_of_load = load_q == (in_last_tile ? LAST_TAIL : LAST_ROW);

  always @(posedge clk) begin
    if (rst) begin
      full_q <= 1'b0;
      load_q <= ZERO;
      tile_q <= ZERO;
    end else begin
      if (load && end_of_load) full_q <= 1'b1;
      else if (swap) full_q <= 1'b0;
      if (load) load_q <= end_of_load ? ZERO : load_q + 1'b1;
      if (load && end_of_load) tile_q <= in_last_tile ? ZERO : tile_q + 1'b1;
    end
  end

  assign s_ready = {load_ready, take};

  // ---- processing elements: row r works r cycles behind row 0 --------------------------------
  wire [COLUMNS*B_BITS-1:0] weights = s_data[ROWS*A_BITS+:COLUMNS*B_BITS];
  wire [(ROWS+1)*COLUMNS*ACC_BITS-1:0] sums;
  wire [ROWS:0] swaps;
  assign swaps[0] = swap;
  assign sums[COLUMNS*ACC_BITS-1:0] = {(COLUMNS * ACC_BITS) {1'b0}};
  assign m_data = sums[ROWS*COLUMNS*ACC_BITS+:COLUMNS*ACC_BITS];

  genvar row, column;
  generate
    for (row = 0; row < ROWS; row = row + 1) begin : gen_row
      localparam [COUNT_BITS-1:0] ROW = row[COUNT_BITS-1:0];
      reg [COLUMNS*B_BITS-1:0] shadow_q;
      reg [COLUMNS*B_BITS-1:0] weights_q;
      reg [(row+1)*A_BITS-1:0] a_q;   // the oldest highest
      reg swap_q;

      always @(posedge clk) if (load && load_q == ROW) shadow_q <= weights;
      always @(posedge clk) if (enable && swaps[row]) weights_q <= shadow_q;
      always @(posedge clk) begin
        if (rst) swap_q <= 1'b0;
        else if (enable) swap_q <= swaps[row];
      end
      assign swaps[row+1] = swap_q;

      if (row == 0) begin : gen_first
        always @(posedge clk) if (enable) a_q <= s_data[A_BITS-1:0];
      end else begin : gen_skewed
        always @(posedge clk)
          if (enable) a_q <= {a_q[row*A_BITS-1:0], s_data[row*A_BITS+:A_BITS]};
      end

      wire [A_BITS-1:0] a_code = a_q[row*A_BITS+:A_BITS];

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
            .a(a_code),
            .b(weights_q[column*B_BITS+:B_BITS]),
            .product(term)
        );

        always @(posedge clk)
          if (enable) sum_q <= term + sums[(row*COLUMNS+column)*ACC_BITS+:ACC_BITS];
        assign sums[((row+1)*COLUMNS+column)*ACC_BITS+:ACC_BITS] = sum_q;
      end
    end
  endgenerate

  wire unused = &{1'b0, s_last[1], swaps[ROWS]};
endmodule

`default_nettype wire

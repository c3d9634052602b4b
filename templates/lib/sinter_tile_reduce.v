// sinter_tile_reduce: the sum or the maximum of each window of an image, lane by lane, for windows
// that do not overlap (STRIDE >= KERNEL). The image comes pixel by pixel, WORDS beats a pixel, and
// is not stored: one partial result per window of a row of windows and word is.
// A window's results leave as its last pixel's words come, so that they leave in order.
// With COUNT = 1 the window's rows and columns inside the image, ROWS_BITS and COLUMNS_BITS wide,
// stand above the lanes of m_data (columns lower).
// Latency 2 cycles from the beat that completes a result; throughput one beat a cycle in.
`default_nettype none

module sinter_tile_reduce #(
    parameter LANES = 1,
    parameter ELEMENT_BITS = 8,
    parameter SIGNED = 1,
    parameter MAXIMUM = 0,
    parameter RESULT_BITS = 12,
    parameter HEIGHT = 4,
    parameter ROW = 4,
    parameter WORDS = 1,
    parameter KERNEL_H = 2,
    parameter KERNEL_W = 2,
    parameter STRIDE_H = 2,
    parameter STRIDE_W = 2,
    parameter PAD_TOP = 0,
    parameter PAD_LEFT = 0,
    parameter LAST_LINE = 3,       // of the image, that a window reaches
    parameter LAST_COLUMN = 3,
    parameter OUT_W = 2,
    parameter ADDRESS_BITS = 1,    // addresses OUT_W * WORDS partial results
    parameter INDEX_BITS = 3,      // counts to every size
    parameter COUNT = 0,
    parameter ROWS_BITS = 2,       // counts to KERNEL_H
    parameter COLUMNS_BITS = 2     // counts to KERNEL_W
) (
    input  wire                                 clk,
    input  wire                                 rst,
    input  wire                                 s_valid,
    output wire                                 s_ready,
    input  wire                                 s_last,
    input  wire [       LANES*ELEMENT_BITS-1:0] s_data,
    output wire                                 m_valid,
    input  wire                                 m_ready,
    output wire                                 m_last,
    output wire [LANES*RESULT_BITS+COUNT*(ROWS_BITS+COLUMNS_BITS)-1:0] m_data
);
  reg result_valid_q;
  wire enable = !result_valid_q || m_ready;
  assign s_ready = enable;

  // ---- where the beat stands ----------------------------------------------------------------
  localparam [INDEX_BITS-1:0] ZERO = {INDEX_BITS{1'b0}};
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [INDEX_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_X_VALUE = ROW - 1;
  localparam [INDEX_BITS-1:0] LAST_X = LAST_X_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_Y_VALUE = HEIGHT - 1;
  localparam [INDEX_BITS-1:0] LAST_Y = LAST_Y_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_PHASE_X_VALUE = STRIDE_W - 1;
  localparam [INDEX_BITS-1:0] LAST_PHASE_X = LAST_PHASE_X_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_PHASE_Y_VALUE = STRIDE_H - 1;
  localparam [INDEX_BITS-1:0] LAST_PHASE_Y = LAST_PHASE_Y_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_TAP_X_VALUE = KERNEL_W - 1;
  localparam [INDEX_BITS-1:0] LAST_TAP_X = LAST_TAP_X_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_TAP_Y_VALUE = KERNEL_H - 1;
  localparam [INDEX_BITS-1:0] LAST_TAP_Y = LAST_TAP_Y_VALUE[INDEX_BITS-1:0];
  localparam [INDEX_BITS-1:0] START_X = PAD_LEFT[INDEX_BITS-1:0];
  localparam [INDEX_BITS-1:0] START_Y = PAD_TOP[INDEX_BITS-1:0];
  localparam [INDEX_BITS-1:0] COLUMN_LIMIT = LAST_COLUMN[INDEX_BITS-1:0];
  localparam [INDEX_BITS-1:0] LINE_LIMIT = LAST_LINE[INDEX_BITS-1:0];

  reg [  INDEX_BITS-1:0] word_q, x_q, y_q;
  reg [  INDEX_BITS-1:0] phase_x_q, phase_y_q;   // in_window the stride
  reg [COLUMNS_BITS-1:0] columns_q;              // of this window, before this pixel
  reg [   ROWS_BITS-1:0] rows_q;                 // of this window, before this row
  reg [ADDRESS_BITS-1:0] address_q;

  wire push = s_valid && enable;
  wire end_word = word_q == LAST_WORD;
  wire end_x = x_q == LAST_X;
  wire end_y = y_q == LAST_Y;
  wire end_phase_x = phase_x_q == LAST_PHASE_X;
  wire end_phase_y = phase_y_q == LAST_PHASE_Y;
  wire in_columns = (phase_x_q <= LAST_TAP_X) && (x_q <= COLUMN_LIMIT);
  wire in_rows = (phase_y_q <= LAST_TAP_Y) && (y_q <= LINE_LIMIT);
  wire in_window = in_columns && in_rows;
  wire first_column = columns_q == {COLUMNS_BITS{1'b0}};
  wire first_row = rows_q == {ROWS_BITS{1'b0}};
  wire last_column = (phase_x_q == LAST_TAP_X) || end_x;
  wire last_row = (phase_y_q == LAST_TAP_Y) || end_y;

  always @(posedge clk) begin
    if (rst) begin
      word_q <= ZERO;
      x_q <= ZERO;
      y_q <= ZERO;
      phase_x_q <= START_X;
      phase_y_q <= START_Y;
      columns_q <= {COLUMNS_BITS{1'b0}};
      rows_q <= {ROWS_BITS{1'b0}};
    end else if (push) begin
      word_q <= end_word ? ZERO : word_q + 1'b1;
      if (end_word) begin
        x_q <= end_x ? ZERO : x_q + 1'b1;
        phase_x_q <= end_x ? START_X : end_phase_x ? ZERO : phase_x_q + 1'b1;
        if (end_x || end_phase_x) columns_q <= {COLUMNS_BITS{1'b0}};
        else if (in_columns) columns_q <= columns_q + 1'b1;
        if (end_x) begin
          y_q <= end_y ? ZERO : y_q + 1'b1;
          phase_y_q <= end_y ? START_Y : end_phase_y ? ZERO : phase_y_q + 1'b1;
          if (end_y || end_phase_y) rows_q <= {ROWS_BITS{1'b0}};
          else if (in_rows) rows_q <= rows_q + 1'b1;
        end
      end
    end
  end

  // A window's words are read again for each of its pixels.
  localparam [ADDRESS_BITS-1:0] FIRST_ADDRESS = {ADDRESS_BITS{1'b0}};
  localparam [ADDRESS_BITS-1:0] BACK = LAST_WORD_VALUE[ADDRESS_BITS-1:0];

  always @(posedge clk) begin
    if (rst) address_q <= FIRST_ADDRESS;
    else if (push)
      address_q <= !end_word ? address_q + 1'b1 :
                   end_x ? FIRST_ADDRESS : end_phase_x ? address_q + 1'b1 : address_q - BACK;
  end

  // ---- 1: the element beside its partial result ------------------------------------------------
  reg                          valid_q;
  reg                          first_q;
  reg                          final_q;
  reg                          last_q;
  reg                          result_last_q;
  reg [LANES*ELEMENT_BITS-1:0] data_q;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      result_valid_q <= 1'b0;
    end else if (enable) begin
      valid_q <= push && in_window;
      result_valid_q <= valid_q && final_q;
    end
  end

  always @(posedge clk) begin
    if (enable) begin
      first_q <= first_column && first_row;
      final_q <= last_column && last_row;
      last_q <= end_word && (x_q == COLUMN_LIMIT) && (y_q == LINE_LIMIT);
      result_last_q <= last_q;
      data_q <= s_data;
    end
  end

  // ---- partial results ------------------------------------------------------------------------
  reg  [LANES*RESULT_BITS-1:0] result_q;
  wire [LANES*RESULT_BITS-1:0] result;
  wire [LANES*RESULT_BITS-1:0] so_far;

  generate
    if ((KERNEL_H > 1 && OUT_W * WORDS > 1) || (KERNEL_W > 1 && WORDS > 1)) begin : gen_memory
      // With a word a pixel, a window's next pixel comes too soon for the memory: the result that
      // it needs is the one just made.
      reg [ADDRESS_BITS-1:0] write_address_q;
      reg                    next_pixel_q;
      wire next_pixel = (WORDS == 1) && !first_column;
      wire [LANES*RESULT_BITS-1:0] stored;

      sinter_ram #(
          .WIDTH(LANES * RESULT_BITS),
          .DEPTH(OUT_W * WORDS),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) ram (
          .clk(clk),
          .write_enable(enable && valid_q && !final_q),
          .write_address(write_address_q),
          .write_data(result),
          .read_enable(push && in_window && !next_pixel && !(first_column && first_row)),
          .read_address(address_q),
          .read_data(stored)
      );

      always @(posedge clk) begin
        if (enable) begin
          write_address_q <= address_q;
          next_pixel_q <= next_pixel;
        end
      end
      assign so_far = next_pixel_q ? result_q : stored;
    end else begin : gen_register
      assign so_far = result_q;
      wire unused = &{1'b0, address_q};
    end
  endgenerate

  // ---- 2: the result --------------------------------------------------------------------------
  always @(posedge clk) if (enable && valid_q) result_q <= result;

  assign m_valid = result_valid_q;
  assign m_last  = result_last_q;
  assign m_data[LANES*RESULT_BITS-1:0] = result_q;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      sinter_reduce_lane #(
          .ELEMENT_BITS(ELEMENT_BITS),
          .SIGNED(SIGNED),
          .MAXIMUM(MAXIMUM),
          .RESULT_BITS(RESULT_BITS)
      ) reduce (
          .first(first_q),
          .element(data_q[lane*ELEMENT_BITS+:ELEMENT_BITS]),
          .so_far(so_far[lane*RESULT_BITS+:RESULT_BITS]),
          .result(result[lane*RESULT_BITS+:RESULT_BITS])
      );
    end
    if (COUNT != 0) begin : gen_count
      reg [ROWS_BITS+COLUMNS_BITS-1:0] cells_q, cells_q2;
      wire [ROWS_BITS-1:0] rows = rows_q + 1'b1;
      wire [COLUMNS_BITS-1:0] columns = columns_q + 1'b1;
      always @(posedge clk) begin
        if (enable) begin
          cells_q  <= {rows, columns};
          cells_q2 <= cells_q;
        end
      end
      assign m_data[LANES*RESULT_BITS+:ROWS_BITS+COLUMNS_BITS] = cells_q2;
    end
  endgenerate

  // The image's own end is known by counting.
  wire unused_last = &{1'b0, s_last};
endmodule

`default_nettype wire

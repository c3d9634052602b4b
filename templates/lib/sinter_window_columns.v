// sinter_window_columns: sliding window over an image stream that gives a column of the kernel a
// beat, the KERNEL_H words of one word position side by side, the top one lowest.
//   CHANNEL_MAJOR = 0: for kx, for word            (a convolution's input vector)
//   CHANNEL_MAJOR = 1: for word, REPEAT times, for kx   (per channel: depthwise)
// Positions outside the image give PAD_VALUE. m_last with the last beat of the last window.
// Latency 2 cycles from the beat that completes the need of a column to it; throughput a column a
// cycle. Each of the ROWS stored rows is a memory of its own; a row is freed when no later window
// needs it.
`default_nettype none

module sinter_window_columns #(
    parameter WIDTH = 8,
    parameter HEIGHT = 8,
    parameter ROW = 8,
    parameter WORDS = 1,
    parameter KERNEL_H = 3,
    parameter KERNEL_W = 3,
    parameter STRIDE_H = 1,
    parameter STRIDE_W = 1,
    parameter DILATION_H = 1,
    parameter DILATION_W = 1,
    parameter PAD_TOP = 1,
    parameter PAD_LEFT = 1,
    parameter OUT_H = 8,
    parameter OUT_W = 8,
    parameter CHANNEL_MAJOR = 0,
    parameter REPEAT = 1,
    parameter ROWS = 4,
    parameter ADDRESS_BITS = 3,       // addresses the ROW * WORDS words of a row
    parameter BANK_BITS = 3,          // counts to 2 * ROWS
    parameter COUNT_BITS = 7,         // counts to ROWS * ROW * WORDS, with sign
    parameter INDEX_BITS = 8,         // every counter and every coordinate, with sign
    parameter [WIDTH-1:0] PAD_VALUE = {WIDTH{1'b0}}
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      s_valid,
    output wire                      s_ready,
    input  wire                      s_last,
    input  wire [         WIDTH-1:0] s_data,
    output wire                      m_valid,
    input  wire                      m_ready,
    output wire                      m_last,
    output wire [KERNEL_H*WIDTH-1:0] m_data
);
  // ---- geometry -----------------------------------------------------------------------------
  localparam ROW_WORDS = ROW * WORDS;
  localparam REACH = (KERNEL_H - 1) * DILATION_H;   // rows from the top of a window to its bottom
  localparam LAST_TOP = (OUT_H - 1) * STRIDE_H - PAD_TOP;
  localparam REST = HEIGHT - (LAST_TOP > 0 ? LAST_TOP : 0);
  localparam PARTIAL = (PAD_TOP % STRIDE_H == 0) ? STRIDE_H : STRIDE_H - PAD_TOP % STRIDE_H;

  localparam signed [INDEX_BITS-1:0] ZERO = 0;
  localparam signed [INDEX_BITS-1:0] ONE = 1;
  localparam integer LAST_KX_VALUE = KERNEL_W - 1;
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam integer LAST_REPEAT_VALUE = REPEAT - 1;
  localparam integer LAST_OX_VALUE = OUT_W - 1;
  localparam integer LAST_OY_VALUE = OUT_H - 1;
  localparam integer LAST_ROW_VALUE = HEIGHT - 1;
  localparam integer START_TOP_VALUE = -PAD_TOP;
  localparam integer START_LEFT_VALUE = -PAD_LEFT;
  localparam signed [INDEX_BITS-1:0] LAST_KX = LAST_KX_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] LAST_REPEAT = LAST_REPEAT_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] LAST_OX = LAST_OX_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] LAST_OY = LAST_OY_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] START_TOP = START_TOP_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] START_LEFT = START_LEFT_VALUE[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] ROW_INDEX = ROW[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] REACH_INDEX = REACH[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] STRIDE_H_INDEX = STRIDE_H[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] STRIDE_W_INDEX = STRIDE_W[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] DILATION_W_INDEX = DILATION_W[INDEX_BITS-1:0];

  // What the word's place in its row moves by when a loop steps, all loops inside it starting
  // again.
  localparam COLUMN_BITS = ADDRESS_BITS + 2;
  localparam SPAN_KX = (KERNEL_W - 1) * DILATION_W * WORDS;
  localparam integer STEP_KX = DILATION_W * WORDS - (CHANNEL_MAJOR ? 0 : WORDS - 1);
  localparam integer STEP_REPEAT = -SPAN_KX;
  localparam integer STEP_WORD = CHANNEL_MAJOR ? 1 - SPAN_KX : 1;
  localparam integer STEP_OX = STRIDE_W * WORDS - SPAN_KX - (WORDS - 1);
  localparam integer START = -PAD_LEFT * WORDS;
  localparam signed [COLUMN_BITS-1:0] BY_KX = STEP_KX[COLUMN_BITS-1:0];
  localparam signed [COLUMN_BITS-1:0] BY_REPEAT = STEP_REPEAT[COLUMN_BITS-1:0];
  localparam signed [COLUMN_BITS-1:0] BY_WORD = STEP_WORD[COLUMN_BITS-1:0];
  localparam signed [COLUMN_BITS-1:0] BY_OX = STEP_OX[COLUMN_BITS-1:0];
  localparam signed [COLUMN_BITS-1:0] AT_START = START[COLUMN_BITS-1:0];

  // ---- loops: word, kernel column, pass, output column, output row ----------------------------
  reg signed [INDEX_BITS-1:0] kx_q, word_q, repeat_q, ox_q, oy_q;
  reg signed [INDEX_BITS-1:0] left_q, top_q;          // the window's corner in the image
  reg signed [INDEX_BITS-1:0] x_q;                    // the column in the image
  reg signed [COLUMN_BITS-1:0] column_q;              // the word in its row: x * WORDS + word

  wire end_kx = kx_q == LAST_KX;
  wire end_word = word_q == LAST_WORD;
  wire end_repeat = repeat_q == LAST_REPEAT;
  wire end_ox = ox_q == LAST_OX;
  wire end_oy = oy_q == LAST_OY;

  wire step_kx = CHANNEL_MAJOR ? 1'b1 : end_word;
  wire step_repeat = step_kx && end_kx;
  wire step_word = CHANNEL_MAJOR ? step_repeat && end_repeat : 1'b1;
  wire step_ox = CHANNEL_MAJOR ? step_word && end_word : step_repeat;
  wire step_oy = step_ox && end_ox;
  wire step_tensor = step_oy && end_oy;

  wire signed [INDEX_BITS-1:0] next_top = top_q + STRIDE_H_INDEX;
  wire signed [INDEX_BITS-1:0] window_left =
      step_oy ? START_LEFT : step_ox ? left_q + STRIDE_W_INDEX : left_q;

  // ---- storage: a ring of rows ----------------------------------------------------------------
  localparam integer LAST_COLUMN_VALUE = ROW_WORDS - 1;
  localparam integer LAST_BANK_VALUE = ROWS - 1;
  localparam integer CAPACITY = ROWS * ROW_WORDS;
  localparam [ADDRESS_BITS-1:0] LAST_COLUMN = LAST_COLUMN_VALUE[ADDRESS_BITS-1:0];
  localparam [BANK_BITS-1:0] LAST_BANK = LAST_BANK_VALUE[BANK_BITS-1:0];
  localparam [BANK_BITS-1:0] RING = ROWS[BANK_BITS-1:0];
  localparam signed [COUNT_BITS-1:0] FULL = CAPACITY[COUNT_BITS-1:0];
  localparam signed [COUNT_BITS-1:0] ROW_COUNT = ROW_WORDS[COUNT_BITS-1:0];

  reg [ADDRESS_BITS-1:0] write_column_q;
  reg [BANK_BITS-1:0] write_bank_q;
  reg [BANK_BITS-1:0] base_bank_q;                    // the oldest row in storage
  reg signed [COUNT_BITS-1:0] filled_q;               // words in storage, from the oldest row on

  wire push = s_valid && s_ready;
  assign s_ready = filled_q != FULL;

  // The oldest row stored is the window's top, or row 0 while the window starts above it.
  wire signed [INDEX_BITS-1:0] base_row = (top_q > ZERO) ? top_q : ZERO;
  wire signed [INDEX_BITS-1:0] bottom = top_q + REACH_INDEX;
  wire signed [INDEX_BITS-1:0] last_needed = ((bottom < LAST_ROW) ? bottom : LAST_ROW) - base_row;
  wire in_row = (x_q >= ZERO) && (x_q < ROW_INDEX);

  wire [ADDRESS_BITS-1:0] column = in_row ? column_q[ADDRESS_BITS-1:0] : {ADDRESS_BITS{1'b0}};

  // How many words must be there for the lowest row's one: whole rows above it, and those before
  // it.
  localparam NEED_BITS = COUNT_BITS + INDEX_BITS;
  localparam signed [NEED_BITS-1:0] ROW_FACTOR = {{INDEX_BITS{1'b0}}, ROW_COUNT};
  wire signed [NEED_BITS-1:0] rows_needed = {{COUNT_BITS{1'b0}}, last_needed};
  wire signed [NEED_BITS-1:0] needed =
      rows_needed * ROW_FACTOR + $signed({{(NEED_BITS - ADDRESS_BITS){1'b0}}, column});
  wire signed [NEED_BITS-1:0] filled_wide = {{INDEX_BITS{1'b0}}, filled_q};

  localparam integer FREE_REST = REST * ROW_WORDS;
  localparam integer FREE_STRIDE = STRIDE_H * ROW_WORDS;
  localparam integer FREE_PARTIAL = PARTIAL * ROW_WORDS;
  localparam signed [COUNT_BITS-1:0] NO_WORDS = 0;
  localparam signed [COUNT_BITS-1:0] REST_WORDS = FREE_REST[COUNT_BITS-1:0];
  localparam signed [COUNT_BITS-1:0] STRIDE_WORDS = FREE_STRIDE[COUNT_BITS-1:0];
  localparam signed [COUNT_BITS-1:0] PARTIAL_WORDS = FREE_PARTIAL[COUNT_BITS-1:0];
  localparam [BANK_BITS-1:0] REST_ROWS = REST[BANK_BITS-1:0];
  localparam [BANK_BITS-1:0] STRIDE_ROWS = STRIDE_H[BANK_BITS-1:0];
  localparam [BANK_BITS-1:0] PARTIAL_ROWS = PARTIAL[BANK_BITS-1:0];

  wire free_none = !end_oy && (next_top <= ZERO);
  wire free_partial = !end_oy && !free_none && (top_q < ZERO);
  wire signed [COUNT_BITS-1:0] to_free =
      end_oy ? REST_WORDS : free_none ? NO_WORDS : free_partial ? PARTIAL_WORDS : STRIDE_WORDS;
  wire [BANK_BITS-1:0] rows_to_free =
      end_oy ? REST_ROWS :
      free_none ? {BANK_BITS{1'b0}} : free_partial ? PARTIAL_ROWS : STRIDE_ROWS;

  reg valid_q, last_q;
  wire arrived = !in_row || (needed < filled_wide);
  wire freeable = !step_oy || (to_free <= filled_q);
  wire pop = arrived && freeable && (!valid_q || m_ready);

  wire [BANK_BITS-1:0] base_sum = base_bank_q + rows_to_free;
  wire [BANK_BITS-1:0] next_base = (base_sum >= RING) ? base_sum - RING : base_sum;

  wire signed [COLUMN_BITS-1:0] column_step =
      step_ox ? BY_OX :
      CHANNEL_MAJOR ? (step_word ? BY_WORD : step_repeat ? BY_REPEAT : BY_KX)
                    : (step_kx ? BY_KX : BY_WORD);

  always @(posedge clk) begin
    if (rst) begin
      write_column_q <= {ADDRESS_BITS{1'b0}};
      write_bank_q <= {BANK_BITS{1'b0}};
      base_bank_q <= {BANK_BITS{1'b0}};
      filled_q <= NO_WORDS;
      kx_q <= ZERO;
      word_q <= ZERO;
      repeat_q <= ZERO;
      ox_q <= ZERO;
      oy_q <= ZERO;
      left_q <= START_LEFT;
      top_q <= START_TOP;
      x_q <= START_LEFT;
      column_q <= AT_START;
      valid_q <= 1'b0;
    end else begin
      if (push) begin
        write_column_q <= (write_column_q == LAST_COLUMN) ? {ADDRESS_BITS{1'b0}}
                                                          : write_column_q + 1'b1;
        if (write_column_q == LAST_COLUMN)
          write_bank_q <= (write_bank_q == LAST_BANK) ? {BANK_BITS{1'b0}} : write_bank_q + 1'b1;
      end
      filled_q <= filled_q + {{(COUNT_BITS - 1){1'b0}}, push}
                           - ((pop && step_oy) ? to_free : NO_WORDS);
      if (pop) begin
        if (step_word) word_q <= end_word ? ZERO : word_q + ONE;
        if (step_kx) kx_q <= end_kx ? ZERO : kx_q + ONE;
        if (step_repeat) repeat_q <= end_repeat ? ZERO : repeat_q + ONE;
        if (step_ox) ox_q <= end_ox ? ZERO : ox_q + ONE;
        if (step_oy) begin
          oy_q <= end_oy ? ZERO : oy_q + ONE;
          top_q <= end_oy ? START_TOP : next_top;
          base_bank_q <= next_base;
        end
        left_q <= window_left;
        column_q <= step_oy ? AT_START : column_q + column_step;
        if (step_repeat) x_q <= window_left;
        else if (step_kx) x_q <= x_q + DILATION_W_INDEX;
        valid_q <= 1'b1;
      end else if (m_ready) begin
        valid_q <= 1'b0;
      end
    end
  end

  always @(posedge clk) if (pop) last_q <= step_tensor;

  assign m_valid = valid_q;
  assign m_last  = last_q;

  // ---- one memory a row; all give the same column ---------------------------------------------
  wire [ROWS*WIDTH-1:0] stored;
  genvar bank, ky;
  generate
    for (bank = 0; bank < ROWS; bank = bank + 1) begin : gen_bank
      localparam [BANK_BITS-1:0] BANK = bank;
      sinter_ram #(
          .WIDTH(WIDTH),
          .DEPTH(ROW_WORDS),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) ram (
          .clk(clk),
          .write_enable(push && (write_bank_q == BANK)),
          .write_address(write_column_q),
          .write_data(s_data),
          .read_enable(pop),
          .read_address(column),
          .read_data(stored[bank*WIDTH+:WIDTH])
      );
    end
    for (ky = 0; ky < KERNEL_H; ky = ky + 1) begin : gen_tap
      // The row of this tap: which memory has it, and whether it is in the image at all.
      localparam integer BELOW = ky * DILATION_H;
      localparam signed [INDEX_BITS-1:0] BELOW_INDEX = BELOW[INDEX_BITS-1:0];
      wire signed [INDEX_BITS-1:0] y = top_q + BELOW_INDEX;
      wire signed [INDEX_BITS-1:0] from_base = y - base_row;
      wire [BANK_BITS-1:0] sum = base_bank_q + from_base[BANK_BITS-1:0];
      wire [BANK_BITS-1:0] wrapped = (sum >= RING) ? sum - RING : sum;
      reg [BANK_BITS-1:0] bank_q;
      reg in_image_q;
      always @(posedge clk) begin
        if (pop) begin
          bank_q <= wrapped;
          in_image_q <= in_row && (y >= ZERO) && (y <= LAST_ROW);
        end
      end
      wire [WIDTH-1:0] word;
      sinter_select #(
          .WIDTH(WIDTH),
          .COUNT(ROWS),
          .INDEX_BITS(BANK_BITS)
      ) select (
          .words(stored),
          .index(bank_q),
          .word(word)
      );
      assign m_data[ky*WIDTH+:WIDTH] = in_image_q ? word : PAD_VALUE;
      wire unused = &{1'b0, from_base[INDEX_BITS-1:BANK_BITS]};
    end
  endgenerate

  // The image's own end is known by counting.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

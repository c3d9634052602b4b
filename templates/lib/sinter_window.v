// sinter_window: sliding window over an image stream (a line buffer with its address generator).
// The image comes pixel by pixel, WORDS beats a pixel. For each output position the words of the
// window leave one a cycle:
//   CHANNEL_MAJOR = 0: for ky, for kx, for word            (a convolution's input vector)
//   CHANNEL_MAJOR = 1: for word, REPEAT times, for ky, for kx   (per channel: depthwise, pooling)
// Positions outside the image give PAD_VALUE; with FLAG = 1 the top bit of m_data tells them.
// m_last with the last word of the last window.
// Latency 2 cycles from the beat that completes the need of a word to that word; throughput a word
// a cycle. ROWS rows of storage: a row is freed when no later window needs it, so that with
// ROWS >= window height + STRIDE_H the next rows arrive while this row of windows is read.
`default_nettype none

module sinter_window #(
    parameter WIDTH = 8,
    parameter FLAG = 0,
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
    parameter ADDRESS_BITS = 5,       // addresses ROWS * ROW * WORDS words
    parameter INDEX_BITS = 8,         // every counter and every coordinate, with sign
    parameter [WIDTH-1:0] PAD_VALUE = {WIDTH{1'b0}}
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire                  s_last,
    input  wire [     WIDTH-1:0] s_data,
    output wire                  m_valid,
    input  wire                  m_ready,
    output wire                  m_last,
    output wire [WIDTH+FLAG-1:0] m_data
);
  // ---- geometry, in words -------------------------------------------------------------------
  localparam ROW_WORDS = ROW * WORDS;
  localparam CAPACITY = ROWS * ROW_WORDS;
  localparam OFFSET_BITS = ADDRESS_BITS + 2;  // a signed distance within the storage, with room

  // What the address moves by when a loop steps, all loops inside it starting again.
  localparam SPAN_KX = (KERNEL_W - 1) * DILATION_W * WORDS;
  localparam SPAN_KY = (KERNEL_H - 1) * DILATION_H * ROW_WORDS;
  localparam SPAN_WINDOW = SPAN_KY + SPAN_KX + (WORDS - 1);
  localparam integer STEP_KX = DILATION_W * WORDS - (CHANNEL_MAJOR ? 0 : WORDS - 1);
  localparam integer STEP_KY =
      DILATION_H * ROW_WORDS - SPAN_KX - (CHANNEL_MAJOR ? 0 : WORDS - 1);
  localparam integer STEP_REPEAT = -(SPAN_KY + SPAN_KX);
  localparam integer STEP_WORD = CHANNEL_MAJOR ? 1 - SPAN_KY - SPAN_KX : 1;
  localparam integer STEP_OX = STRIDE_W * WORDS - SPAN_WINDOW;
  localparam integer STEP_OY = STRIDE_H * ROW_WORDS - (OUT_W - 1) * STRIDE_W * WORDS - SPAN_WINDOW;
  localparam integer START = -(PAD_TOP * ROW_WORDS + PAD_LEFT * WORDS);

  // Rows that leave the storage after a row of windows: none while the next window still starts in
  // the padding, then the rest of a stride, then a stride; after the last all that remain.
  localparam LAST_TOP = (OUT_H - 1) * STRIDE_H - PAD_TOP;
  localparam FIRST_ROW = LAST_TOP > 0 ? LAST_TOP : 0;
  localparam FREE_STRIDE = STRIDE_H * ROW_WORDS;
  localparam FREE_PARTIAL =
      ((PAD_TOP % STRIDE_H == 0) ? STRIDE_H : STRIDE_H - PAD_TOP % STRIDE_H) * ROW_WORDS;
  localparam FREE_REST = (HEIGHT - FIRST_ROW) * ROW_WORDS;

  // ---- storage ------------------------------------------------------------------------------
  reg  [ADDRESS_BITS-1:0] write_address_q;
  reg  [ADDRESS_BITS-1:0] base_address_q;             // where the oldest row in storage starts
  reg  signed [OFFSET_BITS-1:0] filled_q;             // words in storage
  reg  signed [OFFSET_BITS-1:0] offset_q;             // of the word to read, from the oldest row

  localparam signed [OFFSET_BITS-1:0] CAPACITY_COUNT = CAPACITY[OFFSET_BITS-1:0];
  localparam integer LAST_ADDRESS_VALUE = CAPACITY - 1;
  localparam [ADDRESS_BITS-1:0] LAST_ADDRESS = LAST_ADDRESS_VALUE[ADDRESS_BITS-1:0];

  wire push = s_valid && s_ready;
  assign s_ready = filled_q != CAPACITY_COUNT;

  // ---- loops --------------------------------------------------------------------------------
  localparam signed [INDEX_BITS-1:0] ZERO = 0;
  localparam signed [INDEX_BITS-1:0] ONE = 1;
  localparam integer LAST_KX_VALUE = KERNEL_W - 1;
  localparam signed [INDEX_BITS-1:0] LAST_KX = LAST_KX_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_KY_VALUE = KERNEL_H - 1;
  localparam signed [INDEX_BITS-1:0] LAST_KY = LAST_KY_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam signed [INDEX_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_REPEAT_VALUE = REPEAT - 1;
  localparam signed [INDEX_BITS-1:0] LAST_REPEAT = LAST_REPEAT_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_OX_VALUE = OUT_W - 1;
  localparam signed [INDEX_BITS-1:0] LAST_OX = LAST_OX_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_OY_VALUE = OUT_H - 1;
  localparam signed [INDEX_BITS-1:0] LAST_OY = LAST_OY_VALUE[INDEX_BITS-1:0];

  reg signed [INDEX_BITS-1:0] kx_q, ky_q, word_q, repeat_q, ox_q, oy_q;
  reg signed [INDEX_BITS-1:0] left_q, top_q;          // the window's corner in the image
  reg signed [INDEX_BITS-1:0] x_q, y_q;               // the word's pixel in the image

  wire end_kx = kx_q == LAST_KX;
  wire end_ky = ky_q == LAST_KY;
  wire end_word = word_q == LAST_WORD;
  wire end_repeat = repeat_q == LAST_REPEAT;
  wire end_ox = ox_q == LAST_OX;
  wire end_oy = oy_q == LAST_OY;

  // Which loops step after this word: inner to outer, each when all inside it are at their end.
  wire step_word = CHANNEL_MAJOR ? end_kx && end_ky && end_repeat : 1'b1;
  wire step_kx = CHANNEL_MAJOR ? 1'b1 : end_word;
  wire step_ky = step_kx && end_kx;
  wire step_repeat = step_ky && end_ky;
  wire step_ox = CHANNEL_MAJOR ? step_word && end_word : step_ky && end_ky;
  wire step_oy = step_ox && end_ox;
  wire step_tensor = step_oy && end_oy;

  localparam signed [INDEX_BITS-1:0] HEIGHT_INDEX = HEIGHT[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] ROW_INDEX = ROW[INDEX_BITS-1:0];
  wire in_image = (y_q >= ZERO) && (y_q < HEIGHT_INDEX) && (x_q >= ZERO) && (x_q < ROW_INDEX);

  // ---- one word a cycle ---------------------------------------------------------------------
  localparam signed [INDEX_BITS-1:0] STRIDE_H_INDEX = STRIDE_H[INDEX_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] NO_WORDS = 0;
  localparam signed [OFFSET_BITS-1:0] STRIDE_WORDS = FREE_STRIDE[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] PARTIAL_WORDS = FREE_PARTIAL[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] REST_WORDS = FREE_REST[OFFSET_BITS-1:0];

  wire signed [INDEX_BITS-1:0] next_top = top_q + STRIDE_H_INDEX;
  wire signed [OFFSET_BITS-1:0] to_free =
      end_oy ? REST_WORDS :
      (next_top <= ZERO) ? NO_WORDS : (top_q < ZERO) ? PARTIAL_WORDS : STRIDE_WORDS;

  reg valid_q, pad_q, last_q;
  wire arrived = !in_image || (offset_q < filled_q);
  wire freeable = !step_oy || (to_free <= filled_q);
  wire pop = arrived && freeable && (!valid_q || m_ready);
  wire signed [OFFSET_BITS-1:0] freed = (pop && step_oy) ? to_free : NO_WORDS;

  localparam signed [OFFSET_BITS-1:0] BY_KX = STEP_KX[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] BY_KY = STEP_KY[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] BY_REPEAT = STEP_REPEAT[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] BY_WORD = STEP_WORD[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] BY_OX = STEP_OX[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] BY_OY = STEP_OY[OFFSET_BITS-1:0];
  localparam signed [OFFSET_BITS-1:0] AT_START = START[OFFSET_BITS-1:0];

  wire signed [OFFSET_BITS-1:0] step =
      step_oy ? BY_OY - to_free :
      step_ox ? BY_OX :
      CHANNEL_MAJOR ? (step_word ? BY_WORD : step_repeat ? BY_REPEAT : step_ky ? BY_KY : BY_KX)
                    : (step_ky ? BY_KY : step_kx ? BY_KX : BY_WORD);

  // The storage is a ring: base + offset, less the capacity where that passes the end.
  localparam [ADDRESS_BITS:0] RING = CAPACITY[ADDRESS_BITS:0];
  wire [ADDRESS_BITS:0] read_sum = {1'b0, base_address_q} + offset_q[ADDRESS_BITS:0];
  wire [ADDRESS_BITS:0] read_wrapped = (read_sum >= RING) ? read_sum - RING : read_sum;
  wire [ADDRESS_BITS:0] base_sum = {1'b0, base_address_q} + freed[ADDRESS_BITS:0];
  wire [ADDRESS_BITS:0] base_wrapped = (base_sum >= RING) ? base_sum - RING : base_sum;
  wire [WIDTH-1:0] stored;

  sinter_ram #(
      .WIDTH(WIDTH),
      .DEPTH(CAPACITY),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data(s_data),
      .read_enable(pop && in_image),
      .read_address(read_wrapped[ADDRESS_BITS-1:0]),
      .read_data(stored)
  );

  localparam signed [INDEX_BITS-1:0] DILATION_H_INDEX = DILATION_H[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] DILATION_W_INDEX = DILATION_W[INDEX_BITS-1:0];
  localparam signed [INDEX_BITS-1:0] STRIDE_W_INDEX = STRIDE_W[INDEX_BITS-1:0];
  localparam integer START_TOP_VALUE = -PAD_TOP;
  localparam signed [INDEX_BITS-1:0] START_TOP = START_TOP_VALUE[INDEX_BITS-1:0];
  localparam integer START_LEFT_VALUE = -PAD_LEFT;
  localparam signed [INDEX_BITS-1:0] START_LEFT = START_LEFT_VALUE[INDEX_BITS-1:0];

  wire signed [INDEX_BITS-1:0] row_top = step_tensor ? START_TOP : step_oy ? next_top : top_q;
  wire signed [INDEX_BITS-1:0] window_left =
      step_oy ? START_LEFT : step_ox ? left_q + STRIDE_W_INDEX : left_q;

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= {ADDRESS_BITS{1'b0}};
      base_address_q <= {ADDRESS_BITS{1'b0}};
      filled_q <= NO_WORDS;
      offset_q <= AT_START;
      kx_q <= ZERO;
      ky_q <= ZERO;
      word_q <= ZERO;
      repeat_q <= ZERO;
      ox_q <= ZERO;
      oy_q <= ZERO;
      left_q <= START_LEFT;
      top_q <= START_TOP;
      x_q <= START_LEFT;
      y_q <= START_TOP;
      valid_q <= 1'b0;
    end else begin
      if (push)
        write_address_q <= (write_address_q == LAST_ADDRESS) ? {ADDRESS_BITS{1'b0}}
                                                             : write_address_q + 1'b1;
      filled_q <= filled_q + {{(OFFSET_BITS - 1){1'b0}}, push} - freed;
      base_address_q <= base_wrapped[ADDRESS_BITS-1:0];
      if (pop) begin
        offset_q <= step_tensor ? AT_START : offset_q + step;
        if (step_word) word_q <= end_word ? ZERO : word_q + ONE;
        if (step_kx) kx_q <= end_kx ? ZERO : kx_q + ONE;
        if (step_ky) ky_q <= end_ky ? ZERO : ky_q + ONE;
        if (step_repeat) repeat_q <= end_repeat ? ZERO : repeat_q + ONE;
        if (step_ox) ox_q <= end_ox ? ZERO : ox_q + ONE;
        if (step_oy) oy_q <= end_oy ? ZERO : oy_q + ONE;
        top_q <= row_top;
        left_q <= window_left;
        if (step_ky && end_ky) y_q <= row_top;
        else if (step_ky) y_q <= y_q + DILATION_H_INDEX;
        if (step_ky) x_q <= window_left;
        else if (step_kx) x_q <= x_q + DILATION_W_INDEX;
        valid_q <= 1'b1;
      end else if (m_ready) begin
        valid_q <= 1'b0;
      end
    end
  end

  always @(posedge clk) begin
    if (pop) begin
      pad_q  <= !in_image;
      last_q <= step_tensor;
    end
  end

  assign m_valid = valid_q;
  assign m_last  = last_q;

  generate
    if (FLAG != 0) begin : gen_flag
      assign m_data = {pad_q, pad_q ? PAD_VALUE : stored};
    end else begin : gen_no_flag
      assign m_data = pad_q ? PAD_VALUE : stored;
    end
  endgenerate

  // The image's own end is known by counting.
  wire unused = &{1'b0, s_last, read_wrapped[ADDRESS_BITS], base_wrapped[ADDRESS_BITS]};
endmodule

`default_nettype wire

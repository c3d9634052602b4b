// sinter_row_difference: (the row's maximum) - x for each element x of a row.
// A row is WORDS beats, TAIL elements in its last; what its other lanes give means nothing. The row
// waits in a ring of DEPTH beats until its maximum is known, while the next one comes.
// Latency 4 cycles from a row's last beat in to its first beat out; throughput one beat a cycle.
`default_nettype none

module sinter_row_difference #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter LEVELS = 0,         // of the tree over the lanes, ceil(log2(LANES))
    parameter WORDS = 10,
    parameter TAIL = 1,
    parameter DEPTH = 12,         // at least WORDS + 2
    parameter ADDRESS_BITS = 4,
    parameter COUNT_BITS = 4      // counts to DEPTH
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire                  s_last,
    input  wire [LANES*BITS-1:0] s_data,
    output wire                  m_valid,
    input  wire                  m_ready,
    output wire                  m_last,
    output wire [LANES*BITS-1:0] m_data
);
  localparam WIDTH = LANES * BITS;
  localparam [COUNT_BITS-1:0] NONE = {COUNT_BITS{1'b0}};
  localparam [COUNT_BITS-1:0] FULL = DEPTH[COUNT_BITS-1:0];
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [COUNT_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[COUNT_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] FIRST_ADDRESS = {ADDRESS_BITS{1'b0}};
  localparam integer LAST_ADDRESS_VALUE = DEPTH - 1;
  localparam [ADDRESS_BITS-1:0] LAST_ADDRESS = LAST_ADDRESS_VALUE[ADDRESS_BITS-1:0];

  // ---- the row's maximum ----------------------------------------------------------------------
  reg complete_q;                // maximum_q is of a whole row
  wire take;                     // its reader starts with that row
  wire enable = !complete_q || take;
  reg [COUNT_BITS-1:0] count_q;  // beats in the ring
  wire push = s_valid && s_ready;
  assign s_ready = enable && (count_q != FULL);

  reg [COUNT_BITS-1:0] word_q;
  wire end_of_row = word_q == LAST_WORD;
  wire [WIDTH-1:0] looked_at;    // an unused lane shows the first one's element
  wire [BITS-1:0] peak;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_looked_at
      assign looked_at[lane*BITS+:BITS] =
          (end_of_row && lane >= TAIL) ? s_data[BITS-1:0] : s_data[lane*BITS+:BITS];
    end
  endgenerate

  sinter_maximum_tree #(
      .INPUTS(LANES),
      .BITS(BITS),
      .SIGNED(SIGNED),
      .LEVELS(LEVELS)
  ) tree (
      .values(looked_at),
      .maximum(peak)
  );

  reg            peak_valid_q, peak_first_q, peak_final_q;
  reg [BITS-1:0] peak_q;
  reg [BITS-1:0] maximum_q;
  wire [BITS-1:0] maximum;

  sinter_reduce_lane #(
      .ELEMENT_BITS(BITS),
      .SIGNED(SIGNED),
      .MAXIMUM(1),
      .RESULT_BITS(BITS)
  ) reduce (
      .first(peak_first_q),
      .element(peak_q),
      .so_far(maximum_q),
      .result(maximum)
  );

  always @(posedge clk) begin
    if (rst) begin
      word_q <= NONE;
      peak_valid_q <= 1'b0;
      complete_q <= 1'b0;
    end else if (enable) begin
      if (push) word_q <= end_of_row ? NONE : word_q + 1'b1;
      peak_valid_q <= push;
      complete_q <= peak_valid_q && peak_final_q;
    end
  end

  always @(posedge clk) begin
    if (enable) begin
      peak_first_q <= word_q == NONE;
      peak_final_q <= end_of_row;
      peak_q <= peak;
      if (peak_valid_q) maximum_q <= maximum;
    end
  end

  // ---- the row again --------------------------------------------------------------------------
  reg [ADDRESS_BITS-1:0] write_address_q, read_address_q;
  reg [  COUNT_BITS-1:0] read_word_q;
  reg [        BITS-1:0] row_maximum_q;
  reg                    stored_valid_q;
  reg                    valid_q;
  reg                    last_q;
  reg [       WIDTH-1:0] difference_q;
  wire                   stored_last;
  wire [      WIDTH-1:0] stored;

  wire out_free = !valid_q || m_ready;
  wire stored_free = !stored_valid_q || out_free;
  wire first_word = read_word_q == NONE;
  wire pop = stored_free && (!first_word || complete_q);
  assign take = pop && first_word;

  sinter_ram #(
      .WIDTH(WIDTH + 1),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data({s_last, s_data}),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data({stored_last, stored})
  );

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= FIRST_ADDRESS;
      read_address_q <= FIRST_ADDRESS;
      read_word_q <= NONE;
      count_q <= NONE;
      stored_valid_q <= 1'b0;
      valid_q <= 1'b0;
    end else begin
      if (push)
        write_address_q <= (write_address_q == LAST_ADDRESS) ? FIRST_ADDRESS
                                                             : write_address_q + 1'b1;
      if (pop) begin
        read_address_q <= (read_address_q == LAST_ADDRESS) ? FIRST_ADDRESS
                                                           : read_address_q + 1'b1;
        read_word_q <= (read_word_q == LAST_WORD) ? NONE : read_word_q + 1'b1;
      end
      if (push && !pop) count_q <= count_q + 1'b1;
      else if (!push && pop) count_q <= count_q - 1'b1;
      if (stored_free) stored_valid_q <= pop;
      if (out_free) valid_q <= stored_valid_q;
    end
  end

  always @(posedge clk) begin
    if (take) row_maximum_q <= maximum_q;
    if (out_free) last_q <= stored_last;
  end

  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_difference
      always @(posedge clk)
        if (out_free) difference_q[lane*BITS+:BITS] <= row_maximum_q - stored[lane*BITS+:BITS];
    end
  endgenerate

  assign m_valid = valid_q;
  assign m_last  = last_q;
  assign m_data  = difference_q;
endmodule

`default_nettype wire

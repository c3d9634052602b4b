// sinter_row_replay: gives a row again, beside a summary that is made of all of it. A row is WORDS
// beats; it has a summary for each group of GROUP beats (the last may be shorter). Beats taken are
// shown to whoever makes the summary (push, first, last) and wait in a ring of DEPTH beats until
// it comes, in order, on summary_valid; nothing holds it up.
// Latency 3 cycles from a summary to its group's first beat out; throughput one beat a cycle where
// DEPTH is a group, the cycles from its last beat to its summary, and 2; but groups end PERIOD
// cycles apart at least, however late their first beats came: the last ones start summaries.
`default_nettype none

module sinter_row_replay #(
    parameter WIDTH = 8,
    parameter SUMMARY_BITS = 8,
    parameter WORDS = 10,
    parameter GROUP = 10,
    parameter PERIOD = 10,
    parameter PERIOD_BITS = 4,         // counts to PERIOD - 1
    parameter DEPTH = 14,              // at least GROUP
    parameter ADDRESS_BITS = 4,
    parameter COUNT_BITS = 4,          // counts to DEPTH
    parameter WORD_BITS = 4,           // counts to WORDS - 1
    parameter SUMMARIES = 2,           // as many as whole groups are in the ring, at least 2
    parameter SUMMARY_ADDRESS_BITS = 1,
    parameter SUMMARY_COUNT_BITS = 2
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    s_valid,
    output wire                    s_ready,
    input  wire                    s_last,
    input  wire [       WIDTH-1:0] s_data,
    output wire                    push,
    output wire                    first,
    output wire                    last,
    input  wire                    summary_valid,
    input  wire [SUMMARY_BITS-1:0] summary,
    output wire                    m_valid,
    input  wire                    m_ready,
    output wire                    m_last,
    output wire [       WIDTH-1:0] m_data,
    output wire [SUMMARY_BITS-1:0] m_summary
);
  localparam [COUNT_BITS-1:0] NONE = {COUNT_BITS{1'b0}};
  localparam [COUNT_BITS-1:0] FULL = DEPTH[COUNT_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] FIRST_ADDRESS = {ADDRESS_BITS{1'b0}};
  localparam integer LAST_ADDRESS_VALUE = DEPTH - 1;
  localparam [ADDRESS_BITS-1:0] LAST_ADDRESS = LAST_ADDRESS_VALUE[ADDRESS_BITS-1:0];

  reg [COUNT_BITS-1:0] count_q;  // beats in the ring
  wire in_time;                  // whoever makes summaries can take the end of a group
  assign s_ready = (count_q != FULL) && in_time;
  assign push = s_valid && s_ready;

  wire [WORD_BITS-1:0] write_word, read_word;
  wire write_row_last, read_row_last, read_last;

  sinter_row_counter #(.WORDS(WORDS), .GROUP(GROUP), .BITS(WORD_BITS)) written (
      .clk(clk), .rst(rst), .step(push),
      .word(write_word), .first(first), .last(last), .row_last(write_row_last));

  generate
    if (PERIOD > GROUP) begin : gen_period
      localparam [PERIOD_BITS-1:0] NOW = {PERIOD_BITS{1'b0}};
      localparam integer LONGEST_VALUE = PERIOD - 1;
      localparam [PERIOD_BITS-1:0] LONGEST = LONGEST_VALUE[PERIOD_BITS-1:0];
      reg [PERIOD_BITS-1:0] wait_q;
      assign in_time = !last || (wait_q == NOW);
      always @(posedge clk) begin
        if (rst) wait_q <= NOW;
        else if (push && last) wait_q <= LONGEST;
        else if (wait_q != NOW) wait_q <= wait_q - 1'b1;
      end
    end else begin : gen_any_time
      assign in_time = 1'b1;
    end
  endgenerate

  // ---- summaries ------------------------------------------------------------------------------
  wire waiting, take, room, unused_last;
  wire [SUMMARY_BITS-1:0] next_summary;

  sinter_fifo #(
      .WIDTH(SUMMARY_BITS),
      .DEPTH(SUMMARIES),
      .ADDRESS_BITS(SUMMARY_ADDRESS_BITS),
      .COUNT_BITS(SUMMARY_COUNT_BITS)
  ) summaries (
      .clk(clk),
      .rst(rst),
      .s_valid(summary_valid),
      .s_ready(room),
      .s_last(1'b0),
      .s_data(summary),
      .m_valid(waiting),
      .m_ready(take),
      .m_last(unused_last),
      .m_data(next_summary)
  );

  // ---- the row again --------------------------------------------------------------------------
  reg [ADDRESS_BITS-1:0] write_address_q, read_address_q;
  reg [SUMMARY_BITS-1:0] summary_q;
  reg                    valid_q;
  wire                   out_free = !valid_q || m_ready;
  wire                   read_first;
  wire                   pop = out_free && (!read_first || waiting);
  assign take = out_free && read_first;

  sinter_row_counter #(.WORDS(WORDS), .GROUP(GROUP), .BITS(WORD_BITS)) given (
      .clk(clk), .rst(rst), .step(pop),
      .word(read_word), .first(read_first), .last(read_last), .row_last(read_row_last));

  sinter_ram #(
      .WIDTH(WIDTH + 1),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ring (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data({s_last, s_data}),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data({m_last, m_data})
  );

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= FIRST_ADDRESS;
      read_address_q <= FIRST_ADDRESS;
      count_q <= NONE;
      valid_q <= 1'b0;
    end else begin
      if (push)
        write_address_q <= (write_address_q == LAST_ADDRESS) ? FIRST_ADDRESS
                                                             : write_address_q + 1'b1;
      if (pop)
        read_address_q <= (read_address_q == LAST_ADDRESS) ? FIRST_ADDRESS
                                                           : read_address_q + 1'b1;
      if (push && !pop) count_q <= count_q + 1'b1;
      else if (!push && pop) count_q <= count_q - 1'b1;
      if (out_free) valid_q <= pop;
    end
  end

  always @(posedge clk) if (pop && read_first) summary_q <= next_summary;

  assign m_valid = valid_q;
  assign m_summary = summary_q;

  wire unused = &{1'b0, write_word, read_word, write_row_last, read_row_last, read_last, room,
                  unused_last};
endmodule

`default_nettype wire

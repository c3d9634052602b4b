// sinter_row_difference: (the row's maximum) - x for each element x of a row of WORDS beats, TAIL
// elements in its last; what its other lanes give means nothing. With MASKED each element has a bit
// above it that leaves it out of the maximum, and goes with it.
// Latency 6 cycles from a row's last beat in to its first beat out; throughput one beat a cycle.
`default_nettype none

module sinter_row_difference #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter MASKED = 0,
    parameter SIGNED = 1,
    parameter LEVELS = 0,         // of the tree over the lanes, ceil(log2(LANES))
    parameter WORDS = 10,
    parameter TAIL = 1,
    parameter DEPTH = 14,
    parameter ADDRESS_BITS = 4,
    parameter COUNT_BITS = 4,     // counts to DEPTH
    parameter WORD_BITS = 4,      // counts to WORDS - 1
    parameter SUMMARIES = 2,
    parameter SUMMARY_ADDRESS_BITS = 1,
    parameter SUMMARY_COUNT_BITS = 2
) (
    input  wire                           clk,
    input  wire                           rst,
    input  wire                           s_valid,
    output wire                           s_ready,
    input  wire                           s_last,
    input  wire [LANES*(BITS+MASKED)-1:0] s_data,
    output wire                           m_valid,
    input  wire                           m_ready,
    output wire                           m_last,
    output wire [LANES*(BITS+MASKED)-1:0] m_data
);
  localparam ELEMENT = BITS + MASKED;

  wire push, first, last, maximum_valid;
  wire [BITS-1:0] maximum;

  sinter_row_maximum #(
      .LANES(LANES),
      .BITS(BITS),
      .MASKED(MASKED),
      .SIGNED(SIGNED),
      .LEVELS(LEVELS),
      .WORDS(WORDS),
      .TAIL(TAIL),
      .WORD_BITS(WORD_BITS)
  ) reduce (
      .clk(clk),
      .rst(rst),
      .push(push),
      .first(first),
      .last(last),
      .data(s_data),
      .m_valid(maximum_valid),
      .m_summary(maximum)
  );

  wire row_valid, row_ready, row_last;
  wire [LANES*ELEMENT-1:0] row_data;
  wire [BITS-1:0] row_maximum;

  sinter_row_replay #(
      .WIDTH(LANES * ELEMENT),
      .SUMMARY_BITS(BITS),
      .WORDS(WORDS),
      .GROUP(WORDS),
      .PERIOD(1),
      .PERIOD_BITS(1),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS),
      .COUNT_BITS(COUNT_BITS),
      .WORD_BITS(WORD_BITS),
      .SUMMARIES(SUMMARIES),
      .SUMMARY_ADDRESS_BITS(SUMMARY_ADDRESS_BITS),
      .SUMMARY_COUNT_BITS(SUMMARY_COUNT_BITS)
  ) replay (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid),
      .s_ready(s_ready),
      .s_last(s_last),
      .s_data(s_data),
      .push(push),
      .first(first),
      .last(last),
      .summary_valid(maximum_valid),
      .summary(maximum),
      .m_valid(row_valid),
      .m_ready(row_ready),
      .m_last(row_last),
      .m_data(row_data),
      .m_summary(row_maximum)
  );

  reg                     valid_q;
  reg                     last_q;
  reg [LANES*ELEMENT-1:0] difference_q;
  assign row_ready = !valid_q || m_ready;

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (row_ready) valid_q <= row_valid;
  end
  always @(posedge clk) if (row_ready) last_q <= row_last;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_difference
      always @(posedge clk)
        if (row_ready)
          difference_q[lane*ELEMENT+:BITS] <= row_maximum - row_data[lane*ELEMENT+:BITS];
      if (MASKED != 0) begin : gen_masked
        always @(posedge clk)
          if (row_ready) difference_q[lane*ELEMENT+BITS] <= row_data[lane*ELEMENT+BITS];
      end
    end
  endgenerate

  assign m_valid = valid_q;
  assign m_last  = last_q;
  assign m_data  = difference_q;
endmodule

`default_nettype wire

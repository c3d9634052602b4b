// sinter_row_maximum: the largest element of a group of beats of LANES elements. With MASKED each
// has a bit above it that leaves it out; of a group without an element the smallest code comes.
// The last beat of a row holds TAIL elements.
// Latency 2 cycles from a group's last beat; throughput one beat a cycle.
`default_nettype none

module sinter_row_maximum #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter MASKED = 0,
    parameter SIGNED = 1,
    parameter LEVELS = 0,         // of the tree over the lanes, ceil(log2(LANES))
    parameter WORDS = 10,
    parameter TAIL = 1,
    parameter WORD_BITS = 4       // counts to WORDS - 1
) (
    input  wire                           clk,
    input  wire                           rst,
    input  wire                           push,
    input  wire                           first,
    input  wire                           last,
    input  wire [LANES*(BITS+MASKED)-1:0] data,
    output wire                           m_valid,
    output wire [               BITS-1:0] m_summary
);
  localparam ELEMENT = BITS + MASKED;
  localparam integer SMALLEST_VALUE = (SIGNED != 0) ? (1 << (BITS - 1)) : 0;
  localparam [BITS-1:0] SMALLEST = SMALLEST_VALUE[BITS-1:0];

  wire [WORD_BITS-1:0] word;
  wire end_of_row, word_first, word_last;
  sinter_row_counter #(.WORDS(WORDS), .GROUP(WORDS), .BITS(WORD_BITS)) place (
      .clk(clk), .rst(rst), .step(push),
      .word(word), .first(word_first), .last(word_last), .row_last(end_of_row));

  wire [LANES*BITS-1:0] looked_at;
  wire [BITS-1:0] peak;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_looked_at
      wire beyond = end_of_row && (lane >= TAIL);
      wire left_out;
      assign looked_at[lane*BITS+:BITS] =
          (beyond || left_out) ? SMALLEST : data[lane*ELEMENT+:BITS];
      if (MASKED != 0) begin : gen_masked
        assign left_out = data[lane*ELEMENT+BITS];
      end else begin : gen_whole
        assign left_out = 1'b0;
      end
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

  reg             peak_valid_q, peak_first_q, peak_last_q;
  reg             valid_q;
  reg  [BITS-1:0] peak_q;
  reg  [BITS-1:0] maximum_q;
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
      peak_valid_q <= 1'b0;
      valid_q <= 1'b0;
    end else begin
      peak_valid_q <= push;
      valid_q <= peak_valid_q && peak_last_q;
    end
  end

  always @(posedge clk) begin
    peak_first_q <= first;
    peak_last_q <= last;
    peak_q <= peak;
    if (peak_valid_q) maximum_q <= maximum;
  end

  assign m_valid = valid_q;
  assign m_summary = maximum_q;

  wire unused = &{1'b0, word, word_first, word_last};
endmodule

`default_nettype wire

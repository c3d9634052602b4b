// sinter_top_k: the K largest of each row of ROW elements, the lowest index first of equals; their
// codes or their indices, the largest first, or with IN_ORDER as they stand in the row: a second
// queue then sorts what the first has found.
// Latency 2 cycles from a row's last element to its first result, K + 3 with IN_ORDER; throughput
// one element a cycle.
`default_nettype none

module sinter_top_k #(
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter ROW = 10,
    parameter K = 3,              // at most ROW
    parameter INDEX_BITS = 4,     // counts to ROW - 1
    parameter INDICES = 0,        // of the results: indices, or codes
    parameter IN_ORDER = 0,
    parameter OUT_BITS = 8
) (
    input  wire                clk,
    input  wire                rst,
    input  wire                s_valid,
    output wire                s_ready,
    input  wire                s_last,
    input  wire [    BITS-1:0] s_data,
    output wire                m_valid,
    input  wire                m_ready,
    output wire                m_last,
    output wire [OUT_BITS-1:0] m_data
);
  // Signed codes with their sign turned over compare as unsigned ones; so do indices turned over.
  localparam ITEM = BITS + INDEX_BITS;

  wire [INDEX_BITS-1:0] index;
  wire first, last, row_last;
  sinter_row_counter #(.WORDS(ROW), .GROUP(ROW), .BITS(INDEX_BITS)) place (
      .clk(clk), .rst(rst), .step(s_valid && s_ready),
      .word(index), .first(first), .last(last), .row_last(row_last));

  localparam integer SIGN_VALUE = (SIGNED != 0) ? (1 << (BITS - 1)) : 0;
  localparam [BITS-1:0] SIGN = SIGN_VALUE[BITS-1:0];
  wire [BITS-1:0] key = s_data ^ SIGN;

  wire found_valid, found_ready, found_last;
  wire [ITEM-1:0] found;
  sinter_priority_queue #(.K(K), .ITEM(ITEM)) largest (
      .clk(clk), .rst(rst),
      .s_valid(s_valid), .s_ready(s_ready), .s_last(s_last),
      .s_first(first), .s_row_last(last), .s_data({key, ~index}),
      .m_valid(found_valid), .m_ready(found_ready), .m_last(found_last), .m_data(found));

  wire [BITS-1:0] result_key;
  wire [INDEX_BITS-1:0] result_index;        // turned over

  generate
    if (IN_ORDER != 0) begin : gen_in_order
      wire [INDEX_BITS-1:0] rank;
      wire rank_first, rank_last, rank_row_last;
      sinter_row_counter #(.WORDS(K), .GROUP(K), .BITS(INDEX_BITS)) place (
          .clk(clk), .rst(rst), .step(found_valid && found_ready),
          .word(rank), .first(rank_first), .last(rank_last), .row_last(rank_row_last));
      sinter_priority_queue #(.K(K), .ITEM(ITEM)) sort (
          .clk(clk), .rst(rst),
          .s_valid(found_valid), .s_ready(found_ready), .s_last(found_last),
          .s_first(rank_first), .s_row_last(rank_last),
          .s_data({found[INDEX_BITS-1:0], found[ITEM-1:INDEX_BITS]}),
          .m_valid(m_valid), .m_ready(m_ready), .m_last(m_last),
          .m_data({result_index, result_key}));
      wire unused_rank = &{1'b0, rank, rank_row_last};
    end else begin : gen_falling
      assign m_valid = found_valid;
      assign found_ready = m_ready;
      assign m_last = found_last;
      assign {result_key, result_index} = found;
    end
    if (INDICES != 0) begin : gen_indices
      sinter_sign_extend #(.IN_BITS(INDEX_BITS + 1), .OUT_BITS(OUT_BITS)) fit (
          .in({1'b0, ~result_index}), .out(m_data));
      wire unused_code = &{1'b0, result_key};
    end else begin : gen_codes
      assign m_data = result_key ^ SIGN;
      wire unused_index = &{1'b0, result_index};
    end
  endgenerate

  wire unused = &{1'b0, row_last};
endmodule

`default_nettype wire

// sinter_row_argmax: the index of a row's largest element, the lowest of equals. A row is WORDS
// beats of LANES elements, TAIL in its last.
// Latency 2 cycles from a row's last beat, throughput one beat a cycle.
`default_nettype none

module sinter_row_argmax #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter LEVELS = 0,         // of the tree over the lanes, ceil(log2(LANES))
    parameter WORDS = 10,
    parameter TAIL = 1,
    parameter WORD_BITS = 4,      // counts to WORDS - 1
    parameter INDEX_BITS = 4,     // counts to elements of a row, whole beats
    parameter OUT_BITS = 4
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
    output wire [  OUT_BITS-1:0] m_data
);
  localparam NODE = BITS + INDEX_BITS;
  localparam integer SIGN_VALUE = (SIGNED != 0) ? (1 << (BITS - 1)) : 0;
  localparam [BITS-1:0] SIGN = SIGN_VALUE[BITS-1:0];
  localparam [INDEX_BITS-1:0] STEP = LANES[INDEX_BITS-1:0];
  localparam [INDEX_BITS-1:0] NONE = {INDEX_BITS{1'b0}};

  reg valid_q;
  wire enable = !valid_q || m_ready;
  wire push = s_valid && enable;
  assign s_ready = enable;

  wire [WORD_BITS-1:0] word;
  wire first, last, row_last;
  sinter_row_counter #(.WORDS(WORDS), .GROUP(WORDS), .BITS(WORD_BITS)) place (
      .clk(clk), .rst(rst), .step(push),
      .word(word), .first(first), .last(last), .row_last(row_last));

  // ---- the beat's largest; signed codes with their sign turned over compare as unsigned ones --
  reg [INDEX_BITS-1:0] base_q;
  always @(posedge clk) begin
    if (rst) base_q <= NONE;
    else if (push) base_q <= last ? NONE : base_q + STEP;
  end

  genvar level, node;
  generate
    for (level = 0; level <= LEVELS; level = level + 1) begin : gen_level
      localparam NODES = (LANES + (1 << level) - 1) >> level;
      wire [NODES*NODE-1:0] nodes;
      for (node = 0; node < NODES; node = node + 1) begin : gen_node
        if (level == 0) begin : gen_leaf
          localparam [INDEX_BITS-1:0] OFFSET = node;
          wire [BITS-1:0] code = s_data[node*BITS+:BITS];
          wire [BITS-1:0] key = code ^ SIGN;
          wire beyond = row_last && (node >= TAIL);
          assign nodes[node*NODE+:NODE] = {beyond ? {BITS{1'b0}} : key, base_q + OFFSET};
        end else begin : gen_inner
          localparam BELOW = (LANES + (1 << (level - 1)) - 1) >> (level - 1);
          wire [NODE-1:0] a = gen_level[level-1].nodes[2*node*NODE+:NODE];
          if (2 * node + 1 < BELOW) begin : gen_two
            wire [NODE-1:0] b = gen_level[level-1].nodes[(2*node+1)*NODE+:NODE];
            assign nodes[node*NODE+:NODE] = (b[NODE-1-:BITS] > a[NODE-1-:BITS]) ? b : a;
          end else begin : gen_one
            assign nodes[node*NODE+:NODE] = a;
          end
        end
      end
    end
  endgenerate

  // ---- the row's ------------------------------------------------------------------------------
  reg beat_valid_q, beat_first_q, beat_final_q, beat_last_q, last_q;
  reg [NODE-1:0] beat_q, best_q;
  wire better = beat_first_q || (beat_q[NODE-1-:BITS] > best_q[NODE-1-:BITS]);

  always @(posedge clk) begin
    if (rst) begin
      beat_valid_q <= 1'b0;
      valid_q <= 1'b0;
    end else if (enable) begin
      beat_valid_q <= s_valid;
      valid_q <= beat_valid_q && beat_final_q;
    end
  end

  always @(posedge clk) begin
    if (enable) begin
      beat_first_q <= first;
      beat_final_q <= last;
      beat_last_q <= s_last;
      beat_q <= gen_level[LEVELS].nodes;
      last_q <= beat_last_q;
      if (beat_valid_q && better) best_q <= beat_q;
    end
  end

  assign m_valid = valid_q;
  assign m_last  = last_q;
  sinter_sign_extend #(.IN_BITS(INDEX_BITS + 1), .OUT_BITS(OUT_BITS)) fit (
      .in({1'b0, best_q[INDEX_BITS-1:0]}), .out(m_data));

  wire unused = &{1'b0, word};
endmodule

`default_nettype wire

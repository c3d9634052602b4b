// sinter_result_drain: gives the results that PEs have left in memories, in order, LANES a beat.
// Result s * PE + p of a vector is in slot s of PE p; there are two halves, for vectors in turn. A
// half is read once `full` says so, and is free for other results from the cycle after
// `release_half`, when its last beat leaves.
// Latency 1 cycle from a half that is full to its first beat; throughput one beat a cycle.
`default_nettype none

module sinter_result_drain #(
    parameter PE = 4,
    parameter LANES = 2,         // divides PE, and the results of a vector
    parameter WIDTH = 20,
    parameter SLOT_BITS = 2,
    parameter PART_BITS = 1,     // counts PE / LANES
    parameter BEATS = 8,         // of a vector
    parameter BEAT_BITS = 3,
    parameter VECTORS = 1,       // of a tensor
    parameter VECTOR_BITS = 1
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire [            1:0] full,
    output wire [            1:0] release_half,
    // Memories of all PEs: their words come a cycle later.
    output wire [            1:0] read_enable,
    output wire [  SLOT_BITS-1:0] read_slot,
    output reg                    word_half_q,
    input  wire [   PE*WIDTH-1:0] words,
    output wire                   m_valid,
    input  wire                   m_ready,
    output wire                   m_last,
    output wire [LANES*WIDTH-1:0] m_data
);
  localparam PARTS = PE / LANES;
  localparam integer LAST_PART_VALUE = PARTS - 1;
  localparam [PART_BITS-1:0] LAST_PART = LAST_PART_VALUE[PART_BITS-1:0];
  localparam integer LAST_BEAT_VALUE = BEATS - 1;
  localparam [BEAT_BITS-1:0] LAST_BEAT = LAST_BEAT_VALUE[BEAT_BITS-1:0];
  localparam integer LAST_VECTOR_VALUE = VECTORS - 1;
  localparam [VECTOR_BITS-1:0] LAST_VECTOR = LAST_VECTOR_VALUE[VECTOR_BITS-1:0];

  reg half_q;
  reg [SLOT_BITS-1:0] slot_q;
  reg [PART_BITS-1:0] part_q, word_part_q;
  reg [BEAT_BITS-1:0] beat_q;
  reg [VECTOR_BITS-1:0] vector_q;
  reg valid_q, last_q, word_end_q;          // word_end_q: the word is its vector's last

  wire read = full[half_q] && (!valid_q || m_ready);
  wire end_of_slot = part_q == LAST_PART;
  wire end_of_vector = beat_q == LAST_BEAT;
  wire end_of_tensor = end_of_vector && (vector_q == LAST_VECTOR);

  assign read_enable = {read && half_q, read && !half_q};
  assign read_slot = slot_q;
  assign release_half = {word_half_q, !word_half_q} & {2{valid_q && word_end_q && m_ready}};
  assign m_valid = valid_q;
  assign m_last = last_q;

  always @(posedge clk) begin
    if (rst) begin
      half_q <= 1'b0;
      slot_q <= {SLOT_BITS{1'b0}};
      part_q <= {PART_BITS{1'b0}};
      beat_q <= {BEAT_BITS{1'b0}};
      vector_q <= {VECTOR_BITS{1'b0}};
      valid_q <= 1'b0;
    end else if (read) begin
      half_q <= half_q ^ end_of_vector;
      part_q <= (end_of_slot || end_of_vector) ? {PART_BITS{1'b0}} : part_q + 1'b1;
      if (end_of_vector) slot_q <= {SLOT_BITS{1'b0}};
      else if (end_of_slot) slot_q <= slot_q + 1'b1;
      beat_q <= end_of_vector ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
      if (end_of_vector)
        vector_q <= end_of_tensor ? {VECTOR_BITS{1'b0}} : vector_q + 1'b1;
      valid_q <= 1'b1;
    end else if (m_ready) begin
      valid_q <= 1'b0;
    end
  end
  always @(posedge clk) begin
    if (read) begin
      word_half_q <= half_q;
      word_part_q <= part_q;
      word_end_q <= end_of_vector;
      last_q <= end_of_tensor;
    end
  end

  sinter_select #(
      .WIDTH(LANES * WIDTH),
      .COUNT(PARTS),
      .INDEX_BITS(PART_BITS)
  ) select (
      .words(words),
      .index(word_part_q),
      .word(m_data)
  );
endmodule

`default_nettype wire

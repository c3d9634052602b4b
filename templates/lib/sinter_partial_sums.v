// sinter_partial_sums: adds up PASSES runs of VECTORS beats, beat by beat, lane by lane. The first
// run starts the sums, the last gives them.
// Latency 2 cycles from a beat of the last run, throughput one beat a cycle.
`default_nettype none

module sinter_partial_sums #(
    parameter LANES = 2,
    parameter IN_BITS = 18,
    parameter OUT_BITS = 20,
    parameter VECTORS = 4,
    parameter PASSES = 2,        // at least 2
    parameter ADDRESS_BITS = 2,  // counts to VECTORS - 1
    parameter PASS_BITS = 1      // counts to PASSES - 1
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      s_valid,
    output wire                      s_ready,
    input  wire                      s_last,
    input  wire [ LANES*IN_BITS-1:0] s_data,
    output wire                      m_valid,
    input  wire                      m_ready,
    output wire                      m_last,
    output wire [LANES*OUT_BITS-1:0] m_data
);
  localparam integer LAST_VECTOR_VALUE = VECTORS - 1;
  localparam [ADDRESS_BITS-1:0] LAST_VECTOR = LAST_VECTOR_VALUE[ADDRESS_BITS-1:0];
  localparam integer LAST_PASS_VALUE = PASSES - 1;
  localparam [PASS_BITS-1:0] LAST_PASS = LAST_PASS_VALUE[PASS_BITS-1:0];

  // The whole pipeline moves while its end is free.
  reg result_valid_q;
  reg result_last_q;
  wire enable = !result_valid_q || m_ready;
  wire push = s_valid && enable;
  assign s_ready = enable;
  assign m_valid = result_valid_q;
  assign m_last  = result_last_q;

  reg [ADDRESS_BITS-1:0] vector_q, vector_q2;
  reg [   PASS_BITS-1:0] pass_q;
  reg [LANES*IN_BITS-1:0] data_q;
  reg valid_q, first_q, final_q, last_q;
  wire end_of_run = vector_q == LAST_VECTOR;

  always @(posedge clk) begin
    if (rst) begin
      vector_q <= {ADDRESS_BITS{1'b0}};
      pass_q <= {PASS_BITS{1'b0}};
      valid_q <= 1'b0;
      result_valid_q <= 1'b0;
    end else if (enable) begin
      valid_q <= s_valid;
      result_valid_q <= valid_q && final_q;
      if (s_valid) vector_q <= end_of_run ? {ADDRESS_BITS{1'b0}} : vector_q + 1'b1;
      if (s_valid && end_of_run)
        pass_q <= (pass_q == LAST_PASS) ? {PASS_BITS{1'b0}} : pass_q + 1'b1;
    end
  end
  always @(posedge clk) begin
    if (enable) begin
      data_q <= s_data;
      vector_q2 <= vector_q;
      first_q <= pass_q == {PASS_BITS{1'b0}};
      final_q <= pass_q == LAST_PASS;
      last_q <= s_last;
      result_last_q <= last_q;
    end
  end

  // ---- sums so far: of the vector whose beat is in data_q ------------------------------------
  wire [LANES*OUT_BITS-1:0] kept;
  wire [LANES*OUT_BITS-1:0] sum;
  reg  [LANES*OUT_BITS-1:0] sum_q;

  always @(posedge clk) if (enable && valid_q) sum_q <= sum;
  assign m_data = sum_q;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [OUT_BITS-1:0] term;
      sinter_sign_extend #(.IN_BITS(IN_BITS), .OUT_BITS(OUT_BITS)) extend (
          .in(data_q[lane*IN_BITS+:IN_BITS]), .out(term));
      assign sum[lane*OUT_BITS+:OUT_BITS] =
          term + (first_q ? {OUT_BITS{1'b0}} : kept[lane*OUT_BITS+:OUT_BITS]);
    end
    if (VECTORS == 1) begin : gen_register
      // One vector: its sum is the one that was made last.
      assign kept = sum_q;
      wire unused = &{1'b0, push, vector_q2};
    end else begin : gen_memory
      // Read as a beat comes, written a cycle later; the same vector comes again VECTORS beats on.
      sinter_ram #(
          .WIDTH(LANES * OUT_BITS),
          .DEPTH(VECTORS),
          .ADDRESS_BITS(ADDRESS_BITS)
      ) ram (
          .clk(clk),
          .write_enable(enable && valid_q),
          .write_address(vector_q2),
          .write_data(sum),
          .read_enable(push),
          .read_address(vector_q),
          .read_data(kept)
      );
    end
  endgenerate
endmodule

`default_nettype wire

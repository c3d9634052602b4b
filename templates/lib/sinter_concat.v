// sinter_concat: several streams one behind the other, in turns: LAST + 1 beats of the first, then
// of the second and so on, then of the first again. The last stream's end is the result's.
// Latency 0 cycles, throughput one beat a cycle. Wires and counters.
`default_nettype none

module sinter_concat #(
    parameter INPUTS = 2,
    parameter WIDTH = 8,                            // of a beat
    parameter COUNT_BITS = 2,
    parameter [INPUTS*COUNT_BITS-1:0] LASTS = 4'h9  // beats of a turn less 1, first lowest
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire [      INPUTS-1:0] s_valid,
    output wire [      INPUTS-1:0] s_ready,
    input  wire [      INPUTS-1:0] s_last,
    input  wire [INPUTS*WIDTH-1:0] s_data,
    output wire                    m_valid,
    input  wire                    m_ready,
    output wire                    m_last,
    output reg  [       WIDTH-1:0] m_data
);
  localparam [INPUTS-1:0] FIRST = {{(INPUTS - 1) {1'b0}}, 1'b1};

  reg [    INPUTS-1:0] turn_q;   // one bit is set: whose turn it is
  reg [COUNT_BITS-1:0] count_q;  // beats of this turn so far
  reg [COUNT_BITS-1:0] last;

  wire step = m_valid && m_ready;
  wire end_of_turn = count_q == last;

  assign m_valid = |(s_valid & turn_q);
  assign s_ready = turn_q & {INPUTS{m_ready}};
  assign m_last  = s_last[INPUTS-1] && turn_q[INPUTS-1];

  integer i;
  always @* begin
    m_data = {WIDTH{1'b0}};
    last = {COUNT_BITS{1'b0}};
    for (i = 0; i < INPUTS; i = i + 1) begin
      m_data = m_data | (s_data[i*WIDTH+:WIDTH] & {WIDTH{turn_q[i]}});
      last = last | (LASTS[i*COUNT_BITS+:COUNT_BITS] & {COUNT_BITS{turn_q[i]}});
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      turn_q  <= FIRST;
      count_q <= {COUNT_BITS{1'b0}};
    end else if (step) begin
      count_q <= end_of_turn ? {COUNT_BITS{1'b0}} : count_q + 1'b1;
      if (end_of_turn) turn_q <= {turn_q[INPUTS-2:0], turn_q[INPUTS-1]};
    end
  end

  // Only the last stream's end is the result's.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

// sinter_window_reduce: the sum or the maximum of each STEPS beats, lane by lane.
// With COUNT = 1 the top bit of s_data tells a beat that counts for nothing (its elements are
// zero), and the number of the others, STEP_BITS wide, stands above the lanes of m_data.
// Latency 1 cycle from the last of the STEPS beats; throughput one beat a cycle in.
`default_nettype none

module sinter_window_reduce #(
    parameter LANES = 1,
    parameter ELEMENT_BITS = 8,
    parameter SIGNED = 1,
    parameter MAXIMUM = 0,
    parameter RESULT_BITS = 12,
    parameter STEPS = 9,
    parameter STEP_BITS = 4,       // counts to STEPS
    parameter COUNT = 0
) (
    input  wire                                         clk,
    input  wire                                         rst,
    input  wire                                         s_valid,
    output wire                                         s_ready,
    input  wire                                         s_last,
    input  wire [         LANES*ELEMENT_BITS+COUNT-1:0] s_data,
    output wire                                         m_valid,
    input  wire                                         m_ready,
    output wire                                         m_last,
    output wire [LANES*RESULT_BITS+COUNT*STEP_BITS-1:0] m_data
);
  localparam integer LAST_STEP_VALUE = STEPS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[STEP_BITS-1:0];
  localparam [STEP_BITS-1:0] FIRST_STEP = {STEP_BITS{1'b0}};

  reg                 valid_q;
  reg                 last_q;
  reg [STEP_BITS-1:0] step_q;

  // The results so far are what leaves: all waits while a complete one is not taken.
  assign s_ready = !valid_q || m_ready;
  wire push = s_valid && s_ready;
  wire first = step_q == FIRST_STEP;
  wire final_step = step_q == LAST_STEP;

  always @(posedge clk) begin
    if (rst) begin
      step_q  <= FIRST_STEP;
      valid_q <= 1'b0;
    end else if (s_ready) begin
      if (push) step_q <= final_step ? FIRST_STEP : step_q + 1'b1;
      valid_q <= push && final_step;
    end
  end

  always @(posedge clk) if (push) last_q <= s_last;

  assign m_valid = valid_q;
  assign m_last  = last_q;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      reg  [RESULT_BITS-1:0] result_q;
      wire [RESULT_BITS-1:0] result;
      sinter_reduce_lane #(
          .ELEMENT_BITS(ELEMENT_BITS),
          .SIGNED(SIGNED),
          .MAXIMUM(MAXIMUM),
          .RESULT_BITS(RESULT_BITS)
      ) reduce (
          .first(first),
          .element(s_data[lane*ELEMENT_BITS+:ELEMENT_BITS]),
          .so_far(result_q),
          .result(result)
      );
      always @(posedge clk) if (push) result_q <= result;
      assign m_data[lane*RESULT_BITS+:RESULT_BITS] = result_q;
    end
    if (COUNT != 0) begin : gen_count
      reg [STEP_BITS-1:0] count_q;
      wire counts = !s_data[LANES*ELEMENT_BITS];
      always @(posedge clk)
        if (push)
          count_q <= (first ? FIRST_STEP : count_q) + {{(STEP_BITS - 1){1'b0}}, counts};
      assign m_data[LANES*RESULT_BITS+:STEP_BITS] = count_q;
    end
  endgenerate
endmodule

`default_nettype wire

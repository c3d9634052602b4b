// sinter_slice: part of a tensor, along any of its axes. Counts the beats that come over AXES
// nested axes, axis 0 innermost: an axis has positions 0 to LAST, of which FIRST, FIRST + STRIDE,
// ... FINAL stay. Other beats are dropped.
// Latency 0 cycles, throughput one beat a cycle in. Wires and counters.
`default_nettype none

module sinter_slice #(
    parameter WIDTH = 8,
    parameter AXES = 2,
    parameter INDEX_BITS = 3,                        // counts to every FINAL + STRIDE
    parameter [AXES*INDEX_BITS-1:0] FIRSTS = 6'h09,  // axis 0 lowest
    parameter [AXES*INDEX_BITS-1:0] STRIDES = 6'h0a,
    parameter [AXES*INDEX_BITS-1:0] FINALS = 6'h13,
    parameter [AXES*INDEX_BITS-1:0] LASTS = 6'h1c
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             s_valid,
    output wire             s_ready,
    input  wire             s_last,
    input  wire [WIDTH-1:0] s_data,
    output wire             m_valid,
    input  wire             m_ready,
    output wire             m_last,
    output wire [WIDTH-1:0] m_data
);
  wire [AXES-1:0] stays;
  wire [AXES-1:0] at_final;
  wire [AXES-1:0] at_last;
  wire keep = &stays;
  wire step = s_valid && s_ready;

  assign m_valid = s_valid && keep;
  assign s_ready = m_ready || !keep;
  assign m_last  = &at_final;
  assign m_data  = s_data;

  genvar axis;
  generate
    for (axis = 0; axis < AXES; axis = axis + 1) begin : gen_axis
      localparam [INDEX_BITS-1:0] FIRST = FIRSTS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [INDEX_BITS-1:0] STRIDE = STRIDES[axis*INDEX_BITS+:INDEX_BITS];
      localparam [INDEX_BITS-1:0] FINAL = FINALS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [INDEX_BITS-1:0] LAST = LASTS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [AXES-1:0] INNER = {AXES{1'b1}} >> (AXES - axis);

      reg [INDEX_BITS-1:0] index_q;
      reg [INDEX_BITS-1:0] next_q;   // the position that stays next; behind the final one, passed

      assign stays[axis] = index_q == next_q;
      assign at_final[axis] = index_q == FINAL;
      assign at_last[axis] = index_q == LAST;

      always @(posedge clk) begin
        if (rst) begin
          index_q <= {INDEX_BITS{1'b0}};
          next_q  <= FIRST;
        end else if (step && (&(at_last | ~INNER))) begin
          index_q <= at_last[axis] ? {INDEX_BITS{1'b0}} : index_q + 1'b1;
          if (at_last[axis]) next_q <= FIRST;
          else if (stays[axis]) next_q <= at_final[axis] ? FIRST : next_q + STRIDE;
        end
      end
    end
  endgenerate

  // What is dropped moves the end: it is known by counting.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

// sinter_pad: a tensor with padding around it, along any of its axes. Counts the beats that leave
// over AXES nested axes, axis 0 innermost: an axis has positions 0 to LAST, of which those from
// START to before END hold data. A beat that is data along every axis comes from the input, any
// other is VALUE. A tensor's first beat waits for its first data, other padding waits for nothing.
// Latency 0 cycles, throughput one beat a cycle out. Wires and counters: what it stands between
// cuts its paths.
`default_nettype none

module sinter_pad #(
    parameter WIDTH = 8,
    parameter AXES = 2,
    parameter INDEX_BITS = 3,                        // counts to every END
    parameter [AXES*INDEX_BITS-1:0] STARTS = 6'h09,  // axis 0 lowest
    parameter [AXES*INDEX_BITS-1:0] ENDS = 6'h1c,
    parameter [AXES*INDEX_BITS-1:0] LASTS = 6'h1c,
    parameter [WIDTH-1:0] VALUE = {WIDTH{1'b0}}
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
  wire [AXES-1:0] holds;
  wire [AXES-1:0] at_last;
  wire is_data = &holds;
  wire step = m_valid && m_ready;
  reg first_q;  // nothing of this tensor has left

  assign m_valid = s_valid || !(is_data || first_q);
  assign s_ready = m_ready && is_data;
  assign m_last  = &at_last;
  assign m_data  = is_data ? s_data : VALUE;

  always @(posedge clk) begin
    if (rst) first_q <= 1'b1;
    else if (step) first_q <= m_last;
  end

  genvar axis;
  generate
    for (axis = 0; axis < AXES; axis = axis + 1) begin : gen_axis
      localparam [INDEX_BITS-1:0] START = STARTS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [INDEX_BITS-1:0] END = ENDS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [INDEX_BITS-1:0] LAST = LASTS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [AXES-1:0] INNER = {AXES{1'b1}} >> (AXES - axis);

      reg [INDEX_BITS-1:0] index_q;

      assign at_last[axis] = index_q == LAST;
      if (START == {INDEX_BITS{1'b0}}) begin : gen_from_start
        assign holds[axis] = index_q < END;
      end else begin : gen_behind_start
        assign holds[axis] = (index_q >= START) && (index_q < END);
      end

      always @(posedge clk) begin
        if (rst) index_q <= {INDEX_BITS{1'b0}};
        else if (step && (&(at_last | ~INNER)))
          index_q <= at_last[axis] ? {INDEX_BITS{1'b0}} : index_q + 1'b1;
      end
    end
  endgenerate

  // The padding moves the end: it is known by counting.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

// sinter_regroup: the same elements with another number of lanes and another grouping. On each side
// elements come in groups (a row, a whole tensor) that start with a new beat; the last beat of a
// group holds its TAIL elements; other lanes are not looked at coming in and zero going out.
// Beats of one side may hold elements of several groups of the other.
// Latency 1 cycle from the input beat that completes an output beat; throughput: the side with more
// beats gives or takes one a cycle.
`default_nettype none

module sinter_regroup #(
    parameter ELEMENT_BITS = 8,
    parameter IN_LANES = 3,
    parameter IN_BEATS = 4,        // of an input group
    parameter IN_TAIL = 1,         // elements in the last of them
    parameter OUT_LANES = 4,
    parameter OUT_BEATS = 3,
    parameter OUT_TAIL = 2,
    parameter OUT_GROUPS = 1,      // in a tensor
    parameter CAPACITY = 11,       // elements held, at least IN_LANES + OUT_LANES
    parameter COUNT_BITS = 4,      // counts to CAPACITY
    parameter INDEX_BITS = 3       // counts to beats and groups
) (
    input  wire                              clk,
    input  wire                              rst,
    input  wire                              s_valid,
    output wire                              s_ready,
    input  wire                              s_last,
    input  wire [ IN_LANES*ELEMENT_BITS-1:0] s_data,
    output wire                              m_valid,
    input  wire                              m_ready,
    output wire                              m_last,
    output wire [OUT_LANES*ELEMENT_BITS-1:0] m_data
);
  localparam IN_WIDTH = IN_LANES * ELEMENT_BITS;
  localparam WIDTH = CAPACITY * ELEMENT_BITS;
  localparam [INDEX_BITS-1:0] ZERO = {INDEX_BITS{1'b0}};
  localparam integer LAST_IN_VALUE = IN_BEATS - 1;
  localparam [INDEX_BITS-1:0] LAST_IN = LAST_IN_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_OUT_VALUE = OUT_BEATS - 1;
  localparam [INDEX_BITS-1:0] LAST_OUT = LAST_OUT_VALUE[INDEX_BITS-1:0];
  localparam integer LAST_GROUP_VALUE = OUT_GROUPS - 1;
  localparam [INDEX_BITS-1:0] LAST_GROUP = LAST_GROUP_VALUE[INDEX_BITS-1:0];
  localparam [COUNT_BITS-1:0] IN_WHOLE = IN_LANES[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] IN_PART = IN_TAIL[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] OUT_WHOLE = OUT_LANES[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] OUT_PART = OUT_TAIL[COUNT_BITS-1:0];
  localparam integer ROOM_VALUE = CAPACITY - IN_LANES;
  localparam [COUNT_BITS-1:0] ROOM = ROOM_VALUE[COUNT_BITS-1:0];

  reg [COUNT_BITS-1:0] count_q;
  reg [     WIDTH-1:0] data_q;    // the oldest element lowest, zero above the newest
  reg [INDEX_BITS-1:0] in_q, out_q, group_q;

  wire end_in = in_q == LAST_IN;
  wire end_out = out_q == LAST_OUT;
  wire [COUNT_BITS-1:0] needed = end_out ? OUT_PART : OUT_WHOLE;
  wire pop = m_valid && m_ready;
  wire [COUNT_BITS-1:0] kept = pop ? count_q - needed : count_q;
  wire push = s_valid && s_ready;
  wire [COUNT_BITS-1:0] pushed = end_in ? IN_PART : IN_WHOLE;

  assign m_valid = count_q >= needed;
  assign m_last  = end_out && (group_q == LAST_GROUP);
  assign s_ready = kept <= ROOM;

  always @(posedge clk) begin
    if (rst) begin
      count_q <= {COUNT_BITS{1'b0}};
      in_q <= ZERO;
      out_q <= ZERO;
      group_q <= ZERO;
    end else begin
      count_q <= kept + (push ? pushed : {COUNT_BITS{1'b0}});
      if (push) in_q <= end_in ? ZERO : in_q + 1'b1;
      if (pop) begin
        out_q <= end_out ? ZERO : out_q + 1'b1;
        if (end_out) group_q <= (group_q == LAST_GROUP) ? ZERO : group_q + 1'b1;
      end
    end
  end

  // ---- elements -------------------------------------------------------------------------------
  wire [IN_WIDTH-1:0] arriving;
  wire [WIDTH-1:0] kept_data = pop ? data_q >> (needed * ELEMENT_BITS) : data_q;
  wire [WIDTH-1:0] pushed_data = {{(WIDTH - IN_WIDTH) {1'b0}}, arriving} << (kept * ELEMENT_BITS);

  always @(posedge clk) begin
    if (rst) data_q <= {WIDTH{1'b0}};
    else data_q <= push ? kept_data | pushed_data : kept_data;
  end

  genvar lane;
  generate
    for (lane = 0; lane < IN_LANES; lane = lane + 1) begin : gen_in
      assign arriving[lane*ELEMENT_BITS+:ELEMENT_BITS] =
          (end_in && lane >= IN_TAIL) ? {ELEMENT_BITS{1'b0}}
                                      : s_data[lane*ELEMENT_BITS+:ELEMENT_BITS];
    end
    for (lane = 0; lane < OUT_LANES; lane = lane + 1) begin : gen_out
      assign m_data[lane*ELEMENT_BITS+:ELEMENT_BITS] =
          (end_out && lane >= OUT_TAIL) ? {ELEMENT_BITS{1'b0}}
                                        : data_q[lane*ELEMENT_BITS+:ELEMENT_BITS];
    end
  endgenerate

  // The groups' own ends are known by counting.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

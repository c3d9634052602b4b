// sinter_nonzeros: rows of elements as lists of those that are not 0. A row comes in BEATS beats
// of LANES elements; of each element the list has the value and its place, STRIDE apart. Two
// lists: one fills while the other is read, in any order and as often as wanted, until it is
// released.
// Latency 2 cycles from a row's last beat to its list, where that has no or one element that is
// not 0; throughput one element that is not 0 a cycle, or one beat without any.
`default_nettype none

module sinter_nonzeros #(
    parameter LANES = 2,
    parameter LANE_BITS = 1,       // counts to LANES - 1
    parameter BITS = 9,
    parameter BEATS = 3,
    parameter BEAT_BITS = 2,       // counts to BEATS - 1
    parameter STRIDE = 1,
    parameter PLACE_BITS = 3,      // counts to STRIDE * (LANES * BEATS - 1)
    parameter ENTRY_BITS = 3       // 2 ** ENTRY_BITS entries hold a row
) (
    input  wire                       clk,
    input  wire                       rst,
    input  wire                       s_valid,
    output wire                       s_ready,
    input  wire                       s_last,
    input  wire [     LANES*BITS-1:0] s_data,
    output wire [                1:0] full,      // lists that are complete
    output wire [                1:0] last,      // whose row is the tensor's last
    output wire [ 2*ENTRY_BITS+2-1:0] counts,
    input  wire [                1:0] release_list,
    input  wire                       read_enable,
    input  wire                       read_list,
    input  wire [     ENTRY_BITS-1:0] read_entry,
    output wire [           BITS-1:0] value,     // a cycle later
    output wire [     PLACE_BITS-1:0] place
);
  localparam COUNT_BITS = ENTRY_BITS + 1;
  localparam integer LAST_BEAT_VALUE = BEATS - 1;
  localparam [BEAT_BITS-1:0] LAST_BEAT = LAST_BEAT_VALUE[BEAT_BITS-1:0];
  localparam integer BEAT_STEP_VALUE = LANES * STRIDE;
  localparam [PLACE_BITS:0] BEAT_STEP = BEAT_STEP_VALUE[PLACE_BITS:0];

  // ---- a beat comes in; its elements other than 0 leave one after the other --------------------
  reg have_q, end_q, tensor_end_q;
  reg [LANES-1:0] open_q;
  reg [LANES*BITS-1:0] values_q;
  reg [BEAT_BITS-1:0] beat_q;
  reg [PLACE_BITS-1:0] base_q, place_q;        // of the beat that comes, and of this one
  reg [1:0] full_q, last_q;
  reg [2*COUNT_BITS-1:0] counts_q;
  reg [COUNT_BITS-1:0] count_q;
  reg list_q;

  wire [LANES-1:0] lowest = open_q & (~open_q + 1'b1);
  wire none = open_q == {LANES{1'b0}};
  wire single = (open_q & ~lowest) == {LANES{1'b0}};
  wire step = have_q && !full_q[list_q];
  wire end_of_row = step && single && end_q;
  wire push = s_valid && s_ready;
  wire last_beat = beat_q == LAST_BEAT;
  wire [PLACE_BITS:0] next_base = {1'b0, base_q} + BEAT_STEP;

  assign s_ready = !have_q || (step && single);

  always @(posedge clk) begin
    if (rst) begin
      have_q <= 1'b0;
      beat_q <= {BEAT_BITS{1'b0}};
      base_q <= {PLACE_BITS{1'b0}};
    end else if (push) begin
      have_q <= 1'b1;
      beat_q <= last_beat ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
      base_q <= last_beat ? {PLACE_BITS{1'b0}} : next_base[PLACE_BITS-1:0];
    end else if (step && single) begin
      have_q <= 1'b0;
    end
  end

  reg [LANES-1:0] present;
  reg [LANE_BITS-1:0] lane;
  reg [PLACE_BITS-1:0] offset;
  integer i;
  localparam integer STRIDE_VALUE = STRIDE;
  reg [31:0] distance;
  always @* begin
    lane = {LANE_BITS{1'b0}};
    offset = {PLACE_BITS{1'b0}};
    for (i = 0; i < LANES; i = i + 1) begin
      distance = i * STRIDE_VALUE;
      present[i] = s_data[i*BITS+:BITS] != {BITS{1'b0}};
      lane = lane | (i[LANE_BITS-1:0] & {LANE_BITS{lowest[i]}});
      offset = offset | (distance[PLACE_BITS-1:0] & {PLACE_BITS{lowest[i]}});
    end
  end

  always @(posedge clk) begin
    if (push) begin
      open_q <= present;
      values_q <= s_data;
      place_q <= base_q;
      end_q <= last_beat;
      tensor_end_q <= s_last;
    end else if (step) begin
      open_q <= open_q & ~lowest;
    end
  end

  // ---- lists ----------------------------------------------------------------------------------
  wire [COUNT_BITS-1:0] count = none ? count_q : count_q + 1'b1;

  always @(posedge clk) begin
    if (rst) begin
      list_q <= 1'b0;
      count_q <= {COUNT_BITS{1'b0}};
      full_q <= 2'b00;
    end else begin
      if (step) count_q <= end_of_row ? {COUNT_BITS{1'b0}} : count;
      list_q <= list_q ^ end_of_row;
      full_q <= (full_q & ~release_list) | ({list_q, !list_q} & {2{end_of_row}});
    end
  end
  always @(posedge clk) begin
    if (end_of_row) begin
      last_q[list_q] <= tensor_end_q;
      counts_q[list_q*COUNT_BITS+:COUNT_BITS] <= count;
    end
  end
  assign full = full_q;
  assign last = last_q;
  assign counts = counts_q;

  wire [BITS-1:0] picked;
  sinter_select #(.WIDTH(BITS), .COUNT(LANES), .INDEX_BITS(LANE_BITS)) select (
      .words(values_q), .index(lane), .word(picked));

  sinter_ram #(
      .WIDTH(BITS + PLACE_BITS),
      .DEPTH(2 << ENTRY_BITS),
      .ADDRESS_BITS(ENTRY_BITS + 1)
  ) entries (
      .clk(clk),
      .write_enable(step && !none),
      .write_address({list_q, count_q[ENTRY_BITS-1:0]}),
      .write_data({picked, place_q + offset}),
      .read_enable(read_enable),
      .read_address({read_list, read_entry}),
      .read_data({value, place})
  );

  wire unused = &{1'b0, next_base[PLACE_BITS], distance};
endmodule

`default_nettype wire

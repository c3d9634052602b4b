// sinter_bit_planes: takes a vector of WORDS beats and gives its bits, plane by plane, PASSES
// times: as many planes as the vector's widest element needs, so that the time a vector takes
// follows from its data. With WEIGHT_PLANES > 1 each plane meets each plane of weights.
// A plane of activations i and one of weights j weigh 2^(i+j): pairs come in falling order of i +
// j, so that one accumulator doubles when it falls. Of m_data the bits of all lanes lowest, above
// them
//   address of the word and pass, weight plane j, negative (one sign plane, not two), doubles
//   (i + j is one less than in the beat before), starts and ends (of a pass).
// Latency 2 cycles from a vector's last beat to its first plane; throughput a beat out a cycle:
// WORDS * PASSES * planes * WEIGHT_PLANES cycles a vector, the next one taken in meanwhile.
`default_nettype none

module sinter_bit_planes #(
    parameter LANES = 4,
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter WORDS = 4,
    parameter PASSES = 1,
    parameter WEIGHT_PLANES = 1,
    parameter WEIGHT_SIGNED = 0,   // the last plane of weights is a sign
    parameter RAM_BITS = 3,        // addresses 2 * WORDS words
    parameter ADDRESS_BITS = 2,    // addresses WORDS * PASSES
    parameter ORDER_BITS = 3,      // counts to BITS + WEIGHT_PLANES - 2
    parameter PLANE_BITS = 1       // counts to WEIGHT_PLANES - 1
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
    output wire [LANES+ADDRESS_BITS+PLANE_BITS+4-1:0] m_data
);
  localparam [RAM_BITS-1:0] NO_WORD = {RAM_BITS{1'b0}};
  localparam [RAM_BITS-1:0] SECOND_HALF = WORDS[RAM_BITS-1:0];
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [RAM_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[RAM_BITS-1:0];
  localparam integer LAST_PASS_VALUE = WORDS * (PASSES - 1);
  localparam [ADDRESS_BITS-1:0] LAST_PASS = LAST_PASS_VALUE[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] PASS_STEP = WORDS[ADDRESS_BITS-1:0];
  localparam [ORDER_BITS-1:0] NO_ORDER = {ORDER_BITS{1'b0}};
  localparam integer LAST_WEIGHT_VALUE = WEIGHT_PLANES - 1;
  localparam [ORDER_BITS-1:0] LAST_WEIGHT = LAST_WEIGHT_VALUE[ORDER_BITS-1:0];

  // ---- in: a half of the memory a vector, and the highest plane that says something -------------
  reg                   write_half_q;
  reg  [  RAM_BITS-1:0] write_word_q;
  reg  [           1:0] full_q;
  reg  [           1:0] final_q;        // of each half: its vector ends a tensor
  reg  [ORDER_BITS-1:0] top_q  [0:1];   // of each half: its highest plane
  reg  [      BITS-1:0] spread_q;       // planes that the words so far need
  reg  [      BITS-1:0] spread;
  reg  [ORDER_BITS-1:0] top;

  wire push = s_valid && s_ready;
  wire vector_in = push && (write_word_q == LAST_WORD);
  assign s_ready = !full_q[write_half_q];

  integer lane, plane;
  always @* begin
    spread = (write_word_q == NO_WORD) ? {BITS{1'b0}} : spread_q;
    for (lane = 0; lane < LANES; lane = lane + 1) begin
      // A signed element needs the plane above each bit that differs from its sign.
      for (plane = 0; plane < BITS; plane = plane + 1)
        if (SIGNED == 0) spread[plane] = spread[plane] | s_data[lane*BITS+plane];
        else if (plane > 0)
          spread[plane] = spread[plane] | (s_data[lane*BITS+plane-1] ^ s_data[lane*BITS+BITS-1]);
    end
    top = NO_ORDER;
    for (plane = 0; plane < BITS; plane = plane + 1)
      if (spread[plane]) top = plane[ORDER_BITS-1:0];
  end

  // ---- out: pass, order i + j, weight plane j, word -------------------------------------------
  reg                     half_q;
  reg                     fresh_q;      // the next beat starts a pass
  reg  [    RAM_BITS-1:0] word_q;
  reg  [ADDRESS_BITS-1:0] pass_q;       // address of the pass' first word
  reg  [  ORDER_BITS-1:0] order_q;
  reg  [  ORDER_BITS-1:0] weight_q;
  reg                     valid_q;

  wire [ORDER_BITS-1:0] highest = top_q[half_q];
  wire [ORDER_BITS-1:0] order = fresh_q ? highest + LAST_WEIGHT : order_q;
  wire [ORDER_BITS-1:0] weight = fresh_q ? LAST_WEIGHT : weight_q;
  wire [ORDER_BITS-1:0] lower = order - 1'b1;
  wire [ORDER_BITS-1:0] plane_now = order - weight;
  wire pop = full_q[half_q] && (!valid_q || m_ready);
  wire end_of_word = word_q == LAST_WORD;
  wire end_of_order = end_of_word && (weight == LAST_WEIGHT || weight == order);
  wire end_of_pass = end_of_order && order == NO_ORDER;
  wire end_of_vector = end_of_pass && pass_q == LAST_PASS;
  wire release_vector = pop && end_of_vector;

  always @(posedge clk) begin
    if (rst) begin
      write_half_q <= 1'b0;
      write_word_q <= NO_WORD;
      full_q <= 2'b00;
      half_q <= 1'b0;
      fresh_q <= 1'b1;
      word_q <= NO_WORD;
      pass_q <= {ADDRESS_BITS{1'b0}};
      order_q <= NO_ORDER;
      weight_q <= NO_ORDER;
      valid_q <= 1'b0;
    end else begin
      if (push) write_word_q <= vector_in ? NO_WORD : write_word_q + 1'b1;
      write_half_q <= write_half_q ^ vector_in;
      if (vector_in) full_q[write_half_q] <= 1'b1;
      if (release_vector) full_q[half_q] <= 1'b0;

      if (pop) begin
        valid_q <= 1'b1;
        half_q <= half_q ^ end_of_vector;
        fresh_q <= end_of_pass;
        word_q <= end_of_word ? NO_WORD : word_q + 1'b1;
        if (end_of_pass) pass_q <= end_of_vector ? {ADDRESS_BITS{1'b0}} : pass_q + PASS_STEP;
        order_q <= end_of_order ? lower : order;
        weight_q <= !end_of_word ? weight :
                    !end_of_order ? weight + 1'b1 :
                    (lower > highest) ? lower - highest : NO_ORDER;
      end else if (m_ready) begin
        valid_q <= 1'b0;
      end
    end
  end

  always @(posedge clk) begin
    if (push) spread_q <= spread;
    if (vector_in) begin
      top_q[write_half_q] <= top;
      final_q[write_half_q] <= s_last;
    end
  end

  // ---- the word, and beside it what is to be done with it ---------------------------------------
  wire [LANES*BITS-1:0] word;
  wire [LANES*BITS-1:0] planes = word >> plane_q;
  reg  [ORDER_BITS-1:0] plane_q;
  reg  [ADDRESS_BITS+PLANE_BITS+4-1:0] control_q;
  reg                   last_q;

  sinter_ram #(
      .WIDTH(LANES * BITS),
      .DEPTH(2 * WORDS),
      .ADDRESS_BITS(RAM_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_half_q ? SECOND_HALF + write_word_q : write_word_q),
      .write_data(s_data),
      .read_enable(pop),
      .read_address(half_q ? SECOND_HALF + word_q : word_q),
      .read_data(word)
  );

  // The first of an order: its highest plane of activations, or its lowest of weights.
  wire is_highest = plane_now == highest;
  wire doubles = word_q == NO_WORD && (is_highest || weight == NO_ORDER);
  wire negative = (SIGNED != 0 && is_highest) ^ (WEIGHT_SIGNED != 0 && weight == LAST_WEIGHT);

  generate
    if (ADDRESS_BITS > RAM_BITS) begin : gen_wide
      wire [ADDRESS_BITS-1:0] address = pass_q + {{(ADDRESS_BITS - RAM_BITS){1'b0}}, word_q};
      always @(posedge clk)
        if (pop)
          control_q <= {end_of_pass, fresh_q, doubles, negative, weight[PLANE_BITS-1:0],
                        address};
    end else begin : gen_narrow
      wire [ADDRESS_BITS-1:0] address = pass_q + word_q[ADDRESS_BITS-1:0];
      always @(posedge clk)
        if (pop)
          control_q <= {end_of_pass, fresh_q, doubles, negative, weight[PLANE_BITS-1:0],
                        address};
    end
  endgenerate

  always @(posedge clk) begin
    if (pop) begin
      plane_q <= plane_now;
      last_q <= end_of_vector && final_q[half_q];
    end
  end

  genvar each;
  generate
    for (each = 0; each < LANES; each = each + 1) begin : gen_lane
      assign m_data[each] = planes[each*BITS];
    end
  endgenerate
  assign m_data[LANES+:ADDRESS_BITS+PLANE_BITS+4] = control_q;
  assign m_valid = valid_q;
  assign m_last  = last_q;
endmodule

`default_nettype wire

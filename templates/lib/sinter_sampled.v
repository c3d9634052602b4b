// sinter_sampled: those elements of the product of two matrices that a mask asks for, others 0. A
// beat of LANES bits of the mask (input 0) becomes a beat of as many sums: of each that is asked
// for SIMD multipliers take STEPS cycles, a row of the left matrix (input 1) against one of the
// right matrix (input 2), which comes turned. Two rows of the left matrix and two right matrices
// are held.
// Latency 5 + LEVELS cycles from a beat's last step to its sums; throughput depends on the data:
// STEPS cycles for each bit that is set, a cycle for a beat without any.
`default_nettype none

module sinter_sampled #(
    parameter LANES = 2,
    parameter BEATS = 3,            // of a row of the mask
    parameter BEAT_BITS = 2,
    parameter ROWS = 4,             // of a left matrix
    parameter ROW_BITS = 2,
    parameter SIMD = 2,
    parameter STEPS = 3,
    parameter STEP_BITS = 2,
    parameter LEFT_BITS = 3,        // addresses 2 * STEPS
    parameter RIGHT_BITS = 6,       // addresses 2 * LANES * BEATS * STEPS
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter LEVELS = 1,           // of the tree over SIMD products, ceil(log4(SIMD))
    parameter ACC_BITS = 20
) (
    input  wire                                      clk,
    input  wire                                      rst,
    input  wire [                               2:0] s_valid,
    output wire [                               2:0] s_ready,
    input  wire [                               2:0] s_last,
    input  wire [LANES+SIMD*A_BITS+SIMD*B_BITS-1:0] s_data,
    output wire                                      m_valid,
    input  wire                                      m_ready,
    output wire                                      m_last,
    output wire [                LANES*ACC_BITS-1:0] m_data
);
  localparam WORDS = LANES * BEATS * STEPS;
  localparam PRODUCT_BITS = A_BITS + B_BITS + (A_SIGNED == 0 ? 1 : 0) + (B_SIGNED == 0 ? 1 : 0);
  localparam DEPTH = 4 + LEVELS;     // registers from a step to its sum
  localparam integer LAST_BEAT_VALUE = BEATS - 1;
  localparam [BEAT_BITS-1:0] LAST_BEAT = LAST_BEAT_VALUE[BEAT_BITS-1:0];
  localparam integer LAST_ROW_VALUE = ROWS - 1;
  localparam [ROW_BITS-1:0] LAST_ROW = LAST_ROW_VALUE[ROW_BITS-1:0];
  localparam integer LAST_STEP_VALUE = STEPS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[STEP_BITS-1:0];
  localparam integer BEAT_STEP_VALUE = LANES * STEPS;
  localparam [RIGHT_BITS-1:0] BEAT_STEP = BEAT_STEP_VALUE[RIGHT_BITS-1:0];
  localparam [RIGHT_BITS-1:0] RIGHT_SECOND = WORDS[RIGHT_BITS-1:0];
  localparam [LEFT_BITS-1:0] LEFT_SECOND = STEPS[LEFT_BITS-1:0];

  // Everything moves while a result can leave.
  reg result_valid_q, result_last_q;
  wire enable = !result_valid_q || m_ready;

  // ---- a beat of the mask; its bits are worked off one after the other -------------------------
  reg have_q, fresh_q, tensor_end_q;
  reg [LANES-1:0] open_q;
  reg [BEAT_BITS-1:0] beat_q;
  reg [ROW_BITS-1:0] row_q;
  reg [STEP_BITS-1:0] step_q;
  reg [RIGHT_BITS-1:0] base_q;       // of the beat's first row of the right matrix
  reg left_q, right_q;               // blocks that are worked with
  wire [1:0] left_full, left_claim, left_free, right_full, right_claim, right_free;

  wire [LANES-1:0] lowest = open_q & (~open_q + 1'b1);
  wire none = open_q == {LANES{1'b0}};
  wire single = (open_q & ~lowest) == {LANES{1'b0}};
  wire issue = enable && have_q && left_full[left_q] && right_full[right_q];
  wire last_step = step_q == LAST_STEP;
  wire end_of_bit = none || last_step;
  wire end_of_beat = end_of_bit && single;
  wire end_of_row = end_of_beat && (beat_q == LAST_BEAT);
  wire end_of_matrix = end_of_row && (row_q == LAST_ROW);
  wire push = s_valid[0] && s_ready[0];
  assign s_ready[0] = !have_q || (issue && end_of_beat);
  assign left_claim = {left_q, !left_q} & {2{issue && end_of_row}};
  assign right_claim = {right_q, !right_q} & {2{issue && end_of_matrix}};

  always @(posedge clk) begin
    if (rst) begin
      have_q <= 1'b0;
      beat_q <= {BEAT_BITS{1'b0}};
      row_q <= {ROW_BITS{1'b0}};
      step_q <= {STEP_BITS{1'b0}};
      base_q <= {RIGHT_BITS{1'b0}};
      left_q <= 1'b0;
      right_q <= 1'b0;
    end else begin
      if (push) have_q <= 1'b1;
      else if (issue && end_of_beat) have_q <= 1'b0;
      if (issue) begin
        step_q <= end_of_bit ? {STEP_BITS{1'b0}} : step_q + 1'b1;
        if (end_of_beat) begin
          beat_q <= end_of_row ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
          base_q <= end_of_row ? {RIGHT_BITS{1'b0}} : base_q + BEAT_STEP;
        end
        if (end_of_row) row_q <= end_of_matrix ? {ROW_BITS{1'b0}} : row_q + 1'b1;
        left_q <= left_q ^ end_of_row;
        right_q <= right_q ^ end_of_matrix;
      end
    end
  end
  always @(posedge clk) begin
    if (push) begin
      open_q <= s_data[LANES-1:0];
      tensor_end_q <= s_last[0];
      fresh_q <= 1'b1;
    end else if (issue) begin
      if (end_of_bit) open_q <= open_q & ~lowest;
      fresh_q <= 1'b0;
    end
  end

  reg [RIGHT_BITS-1:0] offset;       // of the bit's row of the right matrix
  reg [31:0] distance;
  integer i;
  localparam integer STEPS_VALUE = STEPS;
  always @* begin
    offset = {RIGHT_BITS{1'b0}};
    for (i = 0; i < LANES; i = i + 1) begin
      distance = i * STEPS_VALUE;
      offset = offset | (distance[RIGHT_BITS-1:0] & {RIGHT_BITS{lowest[i]}});
    end
  end

  // ---- its way: addresses (bit 0), words, operands, products, their sum (the last) -------------
  reg [DEPTH-1:0] valid_q, final_q, begins_q, starts_q, last_q;
  reg [DEPTH*LANES-1:0] lane_q;      // which sum; none of a beat without a bit
  reg ends_row_q, ends_matrix_q, of_left_q, of_right_q;
  reg [RIGHT_BITS-1:0] right_address_q;
  reg [LEFT_BITS-1:0] left_address_q;
  wire [RIGHT_BITS+STEP_BITS-1:0] right_step = {{RIGHT_BITS{1'b0}}, step_q};
  wire [LEFT_BITS+STEP_BITS-1:0] left_step = {{LEFT_BITS{1'b0}}, step_q};

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= {DEPTH{1'b0}};
      ends_row_q <= 1'b0;
      ends_matrix_q <= 1'b0;
      result_valid_q <= 1'b0;
    end else if (enable) begin
      valid_q <= {valid_q[DEPTH-2:0], issue};
      ends_row_q <= issue && end_of_row;
      ends_matrix_q <= issue && end_of_matrix;
      result_valid_q <= valid_q[DEPTH-1] && final_q[DEPTH-1];
    end
  end
  always @(posedge clk) begin
    if (enable) begin
      final_q <= {final_q[DEPTH-2:0], end_of_beat};
      begins_q <= {begins_q[DEPTH-2:0], fresh_q};
      starts_q <= {starts_q[DEPTH-2:0], step_q == {STEP_BITS{1'b0}}};
      last_q <= {last_q[DEPTH-2:0], end_of_row && tensor_end_q};
      lane_q <= {lane_q[(DEPTH-1)*LANES-1:0], lowest};
      of_left_q <= left_q;
      of_right_q <= right_q;
      right_address_q <= (right_q ? RIGHT_SECOND : {RIGHT_BITS{1'b0}}) + base_q
                         + (offset + right_step[RIGHT_BITS-1:0]);
      left_address_q <= (left_q ? LEFT_SECOND : {LEFT_BITS{1'b0}}) + left_step[LEFT_BITS-1:0];
      result_last_q <= last_q[DEPTH-1];
    end
  end
  // The last word of a block is read as it is freed.
  assign left_free = {of_left_q, !of_left_q} & {2{enable && ends_row_q}};
  assign right_free = {of_right_q, !of_right_q} & {2{enable && ends_matrix_q}};
  assign m_valid = result_valid_q;
  assign m_last = result_last_q;

  wire [SIMD*A_BITS-1:0] left_word;
  wire [SIMD*B_BITS-1:0] right_word;
  wire reads = enable && valid_q[0] && (lane_q[LANES-1:0] != {LANES{1'b0}});
  sinter_block_store #(
      .WIDTH(SIMD * A_BITS),
      .WORDS(STEPS),
      .ADDRESS_BITS(LEFT_BITS)
  ) left (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid[1]),
      .s_ready(s_ready[1]),
      .s_data(s_data[LANES+:SIMD*A_BITS]),
      .full(left_full),
      .claim(left_claim),
      .free(left_free),
      .read_enable(reads),
      .read_address(left_address_q),
      .read_data(left_word)
  );
  sinter_block_store #(
      .WIDTH(SIMD * B_BITS),
      .WORDS(WORDS),
      .ADDRESS_BITS(RIGHT_BITS)
  ) right (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid[2]),
      .s_ready(s_ready[2]),
      .s_data(s_data[LANES+SIMD*A_BITS+:SIMD*B_BITS]),
      .full(right_full),
      .claim(right_claim),
      .free(right_free),
      .read_enable(reads),
      .read_address(right_address_q),
      .read_data(right_word)
  );

  // ---- multipliers, their sum, and the sums of a beat ------------------------------------------
  reg [SIMD*A_BITS-1:0] a_q;
  reg [SIMD*B_BITS-1:0] b_q;
  wire [SIMD*PRODUCT_BITS-1:0] products;
  wire [ACC_BITS-1:0] term;
  always @(posedge clk) begin
    if (enable) begin
      a_q <= left_word;
      b_q <= right_word;
    end
  end

  genvar lane;
  generate
    for (lane = 0; lane < SIMD; lane = lane + 1) begin : gen_multiplier
      sinter_code_product #(
          .A_BITS(A_BITS),
          .A_SIGNED(A_SIGNED),
          .B_BITS(B_BITS),
          .B_SIGNED(B_SIGNED),
          .OUT_BITS(PRODUCT_BITS)
      ) multiply (
          .clk(clk),
          .enable(enable),
          .a(a_q[lane*A_BITS+:A_BITS]),
          .b(b_q[lane*B_BITS+:B_BITS]),
          .product(products[lane*PRODUCT_BITS+:PRODUCT_BITS])
      );
    end
  endgenerate

  sinter_adder_tree #(
      .INPUTS(SIMD),
      .IN_BITS(PRODUCT_BITS),
      .OUT_BITS(ACC_BITS),
      .LEVELS(LEVELS)
  ) add (
      .clk(clk),
      .enable(enable),
      .terms(products),
      .sum(term)
  );

  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_sum
      reg [ACC_BITS-1:0] sum_q;
      wire [ACC_BITS-1:0] earlier = starts_q[DEPTH-1] ? {ACC_BITS{1'b0}} : sum_q;
      always @(posedge clk) begin
        if (enable && valid_q[DEPTH-1]) begin
          if (lane_q[(DEPTH-1)*LANES+lane]) sum_q <= term + earlier;
          else if (begins_q[DEPTH-1]) sum_q <= {ACC_BITS{1'b0}};
        end
      end
      assign m_data[lane*ACC_BITS+:ACC_BITS] = sum_q;
    end
  endgenerate

  wire unused = &{1'b0, s_last[2:1], right_step, left_step, distance};
endmodule

`default_nettype wire

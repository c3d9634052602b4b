// sinter_output_stationary: ROWS x COLUMNS processing elements, each of which keeps one element of
// the product of two matrices until it is complete. A step takes ROWS elements of one column of
// the left matrix (input 0) and COLUMNS of one row of the right one (input 1), each shared along
// its row or column of elements; STEPS steps make a tile, ROWS x COLUMNS sums, row by row.
// Latency 3 cycles from a tile's last step; throughput a step a cycle, no cycle lost between tiles.
`default_nettype none

module sinter_output_stationary #(
    parameter ROWS = 2,
    parameter COLUMNS = 2,
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter STEPS = 4,
    parameter STEP_BITS = 2,   // counts to STEPS - 1
    parameter ACC_BITS = 18
) (
    input  wire                                 clk,
    input  wire                                 rst,
    input  wire [                          1:0] s_valid,
    output wire [                          1:0] s_ready,
    input  wire [                          1:0] s_last,
    input  wire [ROWS*A_BITS+COLUMNS*B_BITS-1:0] s_data,
    output wire                                 m_valid,
    input  wire                                 m_ready,
    output wire                                 m_last,
    output wire [    ROWS*COLUMNS*ACC_BITS-1:0] m_data
);
  localparam integer LAST_STEP_VALUE = STEPS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[STEP_BITS-1:0];

  // The whole array moves while its result can leave.
  reg result_valid_q;
  reg result_last_q;
  wire enable = !result_valid_q || m_ready;
  wire push = (&s_valid) && enable;
  assign s_ready = {2{push}};

  // ---- steps ---------------------------------------------------------------------------------
  reg [STEP_BITS-1:0] step_q;
  wire last_step = step_q == LAST_STEP;

  always @(posedge clk) begin
    if (rst) step_q <= {STEP_BITS{1'b0}};
    else if (push) step_q <= last_step ? {STEP_BITS{1'b0}} : step_q + 1'b1;
  end

  // Beside operands (bit 0) and products (bit 1).
  reg [1:0] valid_q, first_q, final_q, last_q;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 2'b00;
      result_valid_q <= 1'b0;
    end else if (enable) begin
      valid_q <= {valid_q[0], push};
      result_valid_q <= valid_q[1] && final_q[1];
    end
  end
  always @(posedge clk) begin
    if (enable) begin
      first_q <= {first_q[0], step_q == {STEP_BITS{1'b0}}};
      final_q <= {final_q[0], last_step};
      last_q <= {last_q[0], s_last[0]};
      result_last_q <= last_q[1];
    end
  end

  assign m_valid = result_valid_q;
  assign m_last  = result_last_q;

  // ---- operands, each for a whole row or column of elements ----------------------------------
  reg [ROWS*A_BITS-1:0] a_q;
  reg [COLUMNS*B_BITS-1:0] b_q;
  always @(posedge clk) if (enable) {b_q, a_q} <= s_data;

  // ---- processing elements -------------------------------------------------------------------
  wire accumulate = enable && valid_q[1];

  genvar row, column;
  generate
    for (row = 0; row < ROWS; row = row + 1) begin : gen_row
      wire [A_BITS-1:0] a_code = a_q[row*A_BITS+:A_BITS];
      for (column = 0; column < COLUMNS; column = column + 1) begin : gen_column
        wire [ACC_BITS-1:0] term;
        reg  [ACC_BITS-1:0] sum_q;
        sinter_code_product #(
            .A_BITS(A_BITS),
            .A_SIGNED(A_SIGNED),
            .B_BITS(B_BITS),
            .B_SIGNED(B_SIGNED),
            .OUT_BITS(ACC_BITS)
        ) multiply (
            .clk(clk),
            .enable(enable),
            .a(a_code),
            .b(b_q[column*B_BITS+:B_BITS]),
            .product(term)
        );

        // A tile's first product starts the sum, which holds the result after its last.
        always @(posedge clk)
          if (accumulate) sum_q <= term + (first_q[1] ? {ACC_BITS{1'b0}} : sum_q);

        assign m_data[(row*COLUMNS+column)*ACC_BITS+:ACC_BITS] = sum_q;
      end
    end
  endgenerate

  wire unused = &{1'b0, s_last[1]};
endmodule

`default_nettype wire

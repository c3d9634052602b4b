// sinter_product: both operands of each lane less their zero points, and their product.
// A beat holds the first operand of all lanes, above it the second.
// Latency 2 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_product #(
    parameter LANES = 1,
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter signed [A_BITS:0] A_ZERO = 0,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter signed [B_BITS:0] B_ZERO = 0,
    parameter A_OPERAND_BITS = 9,   // of a code less its zero point
    parameter B_OPERAND_BITS = 9
) (
    input  wire                                              clk,
    input  wire                                              rst,
    input  wire                                              s_valid,
    output wire                                              s_ready,
    input  wire                                              s_last,
    input  wire [               LANES*(A_BITS+B_BITS)-1:0]   s_data,
    output wire                                              m_valid,
    input  wire                                              m_ready,
    output wire                                              m_last,
    output wire [LANES*(A_OPERAND_BITS+B_OPERAND_BITS)-1:0]  m_data
);
  localparam PRODUCT_BITS = A_OPERAND_BITS + B_OPERAND_BITS;

  // The whole pipeline moves while its end is free.
  reg  [1:0] valid_q;
  reg  [1:0] last_q;
  wire enable = !valid_q[1] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[1];
  assign m_last  = last_q[1];

  always @(posedge clk) begin
    if (rst) valid_q <= 2'b00;
    else if (enable) valid_q <= {valid_q[0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [A_BITS-1:0] a_code = s_data[lane*A_BITS+:A_BITS];
      wire [B_BITS-1:0] b_code = s_data[LANES*A_BITS+lane*B_BITS+:B_BITS];

      // One more bit makes an unsigned code a signed number, one more holds the difference.
      wire signed [A_BITS:0] a_value = {(A_SIGNED != 0) && a_code[A_BITS-1], a_code};
      wire signed [B_BITS:0] b_value = {(B_SIGNED != 0) && b_code[B_BITS-1], b_code};
      wire [A_BITS+1:0] a_difference = {a_value[A_BITS], a_value} - {A_ZERO[A_BITS], A_ZERO};
      wire [B_BITS+1:0] b_difference = {b_value[B_BITS], b_value} - {B_ZERO[B_BITS], B_ZERO};
      wire [A_OPERAND_BITS-1:0] a_operand;
      wire [B_OPERAND_BITS-1:0] b_operand;
      sinter_sign_extend #(.IN_BITS(A_BITS + 2), .OUT_BITS(A_OPERAND_BITS)) fit_a (
          .in(a_difference), .out(a_operand));
      sinter_sign_extend #(.IN_BITS(B_BITS + 2), .OUT_BITS(B_OPERAND_BITS)) fit_b (
          .in(b_difference), .out(b_operand));

      reg [A_OPERAND_BITS-1:0] a_q;
      reg [B_OPERAND_BITS-1:0] b_q;
      wire [PRODUCT_BITS-1:0] product;
      reg [PRODUCT_BITS-1:0] product_q2;

      sinter_multiplier #(.A_BITS(A_OPERAND_BITS), .B_BITS(B_OPERAND_BITS)) multiply (
          .a(a_q), .b(b_q), .product(product));

      always @(posedge clk) begin
        if (enable) begin
          a_q <= a_operand;
          b_q <= b_operand;
          product_q2 <= product;
        end
      end

      assign m_data[lane*PRODUCT_BITS+:PRODUCT_BITS] = product_q2;
    end
  endgenerate
endmodule

`default_nettype wire

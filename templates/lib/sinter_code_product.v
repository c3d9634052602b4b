// sinter_code_product: product of two codes, each signed or not, as a signed number of OUT_BITS,
// which the user gives as wide as what it goes into.
// Latency 1 cycle of `enable`, throughput one product a cycle.
`default_nettype none

module sinter_code_product #(
    parameter A_BITS = 8,
    parameter A_SIGNED = 1,
    parameter B_BITS = 8,
    parameter B_SIGNED = 1,
    parameter OUT_BITS = 20
) (
    input  wire                clk,
    input  wire                enable,
    input  wire [  A_BITS-1:0] a,
    input  wire [  B_BITS-1:0] b,
    output wire [OUT_BITS-1:0] product
);
  localparam A_OPERAND = A_BITS + (A_SIGNED == 0 ? 1 : 0);
  localparam B_OPERAND = B_BITS + (B_SIGNED == 0 ? 1 : 0);
  localparam PRODUCT_BITS = A_OPERAND + B_OPERAND;

  wire [A_OPERAND-1:0] a_number;
  wire [B_OPERAND-1:0] b_number;
  generate
    if (A_SIGNED != 0) begin : gen_a
      assign a_number = a;
    end else begin : gen_unsigned_a
      assign a_number = {1'b0, a};
    end
    if (B_SIGNED != 0) begin : gen_b
      assign b_number = b;
    end else begin : gen_unsigned_b
      assign b_number = {1'b0, b};
    end
  endgenerate

  wire [PRODUCT_BITS-1:0] product_d;
  reg  [PRODUCT_BITS-1:0] product_q;

  sinter_multiplier #(.A_BITS(A_OPERAND), .B_BITS(B_OPERAND)) multiply (
      .a(a_number), .b(b_number), .product(product_d));
  always @(posedge clk) if (enable) product_q <= product_d;
  sinter_sign_extend #(.IN_BITS(PRODUCT_BITS), .OUT_BITS(OUT_BITS)) extend (
      .in(product_q), .out(product));
endmodule

`default_nettype wire

// sinter_product_scaled: exact product of two numbers that are mantissas times powers of two, each
// with its shift above its mantissa; without one where its *_SHIFT_BITS is 0.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_product_scaled #(
    parameter A_BITS = 4,
    parameter A_SHIFT_BITS = 3,
    parameter B_BITS = 4,
    parameter B_SHIFT_BITS = 3,
    parameter PRODUCT_BITS = 16,
    parameter LUTS = 0           // 1: mantissas are multiplied without a multiplier
) (
    input  wire [A_BITS+A_SHIFT_BITS-1:0] a,
    input  wire [B_BITS+B_SHIFT_BITS-1:0] b,
    output wire [       PRODUCT_BITS-1:0] product
);
  localparam SHIFT_BITS = ((A_SHIFT_BITS > B_SHIFT_BITS) ? A_SHIFT_BITS : B_SHIFT_BITS) + 1;

  wire [A_BITS+B_BITS-1:0] mantissa;
  wire [PRODUCT_BITS-1:0] wide;
  wire [SHIFT_BITS-1:0] a_shift, b_shift;

  generate
    if (LUTS == 1) begin : gen_luts
      sinter_multiplier_luts #(
          .A_BITS(A_BITS),
          .B_BITS(B_BITS)
      ) multiply (
          .a(a[A_BITS-1:0]),
          .b(b[B_BITS-1:0]),
          .product(mantissa)
      );
    end else begin : gen_multiplier
      sinter_multiplier #(
          .A_BITS(A_BITS),
          .B_BITS(B_BITS)
      ) multiply (
          .a(a[A_BITS-1:0]),
          .b(b[B_BITS-1:0]),
          .product(mantissa)
      );
    end
  endgenerate
  sinter_sign_extend #(.IN_BITS(A_BITS + B_BITS), .OUT_BITS(PRODUCT_BITS)) extend (
      .in(mantissa), .out(wide));

  generate
    if (A_SHIFT_BITS > 0) begin : gen_a
      assign a_shift = {{(SHIFT_BITS - A_SHIFT_BITS) {1'b0}}, a[A_BITS+:A_SHIFT_BITS]};
    end else begin : gen_no_a
      assign a_shift = {SHIFT_BITS{1'b0}};
    end
    if (B_SHIFT_BITS > 0) begin : gen_b
      assign b_shift = {{(SHIFT_BITS - B_SHIFT_BITS) {1'b0}}, b[B_BITS+:B_SHIFT_BITS]};
    end else begin : gen_no_b
      assign b_shift = {SHIFT_BITS{1'b0}};
    end
  endgenerate

  assign product = wide << (a_shift + b_shift);
endmodule

`default_nettype wire

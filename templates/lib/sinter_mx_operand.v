// sinter_mx_operand: an element of Microscaling as a factor: a signed mantissa, its shift above it;
// without one (SHIFT_BITS 0) the mantissa is the whole value, in units of the least element.
// Latency 0 cycles, combinational; throughput: every code that stands there.
`default_nettype none

module sinter_mx_operand #(
    parameter BITS = 8,            // sign, exponent, mantissa
    parameter MANTISSA_BITS = 3,
    parameter SHIFT_BITS = 4,
    parameter VALUE_BITS = 5       // MANTISSA_BITS + 2, or those of the largest value
) (
    input  wire [                 BITS-1:0] code,
    output wire [VALUE_BITS+SHIFT_BITS-1:0] operand
);
  localparam FIELD_BITS = BITS - 1 - MANTISSA_BITS;

  wire [FIELD_BITS-1:0] field = code[BITS-2-:FIELD_BITS];
  wire normal = field != {FIELD_BITS{1'b0}};
  wire [FIELD_BITS-1:0] shift = field - {{(FIELD_BITS - 1) {1'b0}}, normal};
  wire [VALUE_BITS-1:0] mantissa =
      {{(VALUE_BITS - 1 - MANTISSA_BITS) {1'b0}}, normal, code[MANTISSA_BITS-1:0]};

  wire [VALUE_BITS-1:0] magnitude;
  generate
    if (SHIFT_BITS == 0) begin : gen_value
      assign magnitude = mantissa << shift;
    end else begin : gen_mantissa
      assign magnitude = mantissa;
      assign operand[VALUE_BITS+:SHIFT_BITS] = shift;
    end
  endgenerate

  assign operand[VALUE_BITS-1:0] = code[BITS-1] ? ~magnitude + 1'b1 : magnitude;
endmodule

`default_nettype wire

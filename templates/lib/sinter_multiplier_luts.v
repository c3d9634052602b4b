// sinter_multiplier_luts: exact signed product out of adders alone, for targets whose multipliers
// are few: radix-4 Booth, a row of adders for every two bits of one operand, the better of both. In
// a row each bit is a function of six signals and a carry: one look-up table of six inputs.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_multiplier_luts #(
    parameter A_BITS = 8,
    parameter B_BITS = 8
) (
    input  wire signed [       A_BITS-1:0] a,
    input  wire signed [       B_BITS-1:0] b,
    output wire signed [A_BITS+B_BITS-1:0] product
);
  localparam SWAPPED = ((A_BITS + 1) / 2) * (B_BITS + 2) < ((B_BITS + 1) / 2) * (A_BITS + 2);
  localparam X_BITS = SWAPPED ? B_BITS : A_BITS;  // the operand that rows are multiples of
  localparam Y_BITS = SWAPPED ? A_BITS : B_BITS;  // the operand that chooses them
  localparam ROWS = (Y_BITS + 1) / 2;

  wire [X_BITS-1:0] x;
  wire [Y_BITS-1:0] y;
  generate
    if (SWAPPED) begin : gen_swapped
      assign x = b;
      assign y = a;
    end else begin : gen_straight
      assign x = a;
      assign y = b;
    end
  endgenerate

  // y with a zero below it, and its sign above where it has an odd number of bits.
  wire [2*ROWS:0] digits;
  sinter_sign_extend #(.IN_BITS(Y_BITS + 1), .OUT_BITS(2 * ROWS + 1)) extend_y (
      .in({y, 1'b0}), .out(digits));

  reg [2:0] digit;
  reg [X_BITS:0] multiple;              // 0, x or 2 x; inverted where the digit is negative
  reg [X_BITS-1:0] above;               // what the row before leaves above its two low bits
  reg [X_BITS+2:0] sum;                 // one bit more below for the 1 that an inverse lacks
  reg [2*ROWS+X_BITS-1:0] whole;
  integer row;

  always @* begin
    whole = {2 * ROWS + X_BITS{1'b0}};
    above = {X_BITS{1'b0}};
    for (row = 0; row < ROWS; row = row + 1) begin
      digit = digits[2*row+:3];
      multiple = (({x[X_BITS-1], x} & {X_BITS + 1{digit[1] ^ digit[0]}})
                  | ({x, 1'b0} & {X_BITS + 1{(digit[2] ^ digit[1]) & !(digit[1] ^ digit[0])}}))
                 ^ {X_BITS + 1{digit[2]}};
      sum = {{2{above[X_BITS-1]}}, above, 1'b1} + {multiple[X_BITS], multiple, digit[2]};
      whole[2*row+:2] = sum[2:1];
      above = sum[X_BITS+2:3];
    end
    whole[2*ROWS+:X_BITS] = above;
  end

  assign product = whole[A_BITS+B_BITS-1:0];

  wire unused = &{1'b0, sum[0], whole[2*ROWS+X_BITS-1]};
endmodule

`default_nettype wire

// sinter_multiplier_luts: exact signed product out of adders alone, for targets whose multipliers are
// few: radix-4 Booth, a row of A_BITS + 2 for every two bits of b. In a row each bit is a function of
// six signals and a carry, which is one look-up table of six inputs.
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
  localparam ROWS = (B_BITS + 1) / 2;

  // b with a zero below it, and its sign above where it has an odd number of bits.
  wire [2*ROWS:0] digits;
  sinter_sign_extend #(.IN_BITS(B_BITS + 1), .OUT_BITS(2 * ROWS + 1)) extend_b (
      .in({b, 1'b0}), .out(digits));

  reg [2:0] digit;
  reg [A_BITS:0] multiple;              // 0, a or 2 a; inverted where the digit is negative
  reg [A_BITS-1:0] above;               // what the row before leaves above its two bits that are done
  reg [A_BITS+2:0] sum;                 // one bit more below for the 1 that an inverse lacks
  reg [2*ROWS+A_BITS-1:0] whole;
  integer row;

  always @* begin
    whole = {2 * ROWS + A_BITS{1'b0}};
    above = {A_BITS{1'b0}};
    for (row = 0; row < ROWS; row = row + 1) begin
      digit = digits[2*row+:3];
      multiple = (({a[A_BITS-1], a} & {A_BITS + 1{digit[1] ^ digit[0]}})
                  | ({a, 1'b0} & {A_BITS + 1{(digit[2] ^ digit[1]) & !(digit[1] ^ digit[0])}}))
                 ^ {A_BITS + 1{digit[2]}};
      sum = {{2{above[A_BITS-1]}}, above, 1'b1} + {multiple[A_BITS], multiple, digit[2]};
      whole[2*row+:2] = sum[2:1];
      above = sum[A_BITS+2:3];
    end
    whole[2*ROWS+:A_BITS] = above;
  end

  assign product = whole[A_BITS+B_BITS-1:0];

  wire unused = &{1'b0, sum[0], whole[2*ROWS+A_BITS-1]};
endmodule

`default_nettype wire

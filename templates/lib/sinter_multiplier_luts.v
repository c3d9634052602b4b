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
  localparam ROW_BITS = A_BITS + 2;

  // b with a zero below it, and its sign above where it has an odd number of bits.
  wire [2*ROWS:0] digits;
  sinter_sign_extend #(.IN_BITS(B_BITS + 1), .OUT_BITS(2 * ROWS + 1)) extend_b (
      .in({b, 1'b0}), .out(digits));

  wire [ROWS*ROW_BITS-1:0] sums;
  wire [2*ROWS+A_BITS-1:0] whole;

  genvar row;
  generate
    for (row = 0; row < ROWS; row = row + 1) begin : gen_row
      wire [2:0] digit = digits[2*row+:3];
      wire one = digit[0] ^ digit[1];
      wire negative = digit[2];
      wire two = (digit[2] ^ digit[1]) & !one;
      wire [A_BITS:0] multiple = ({a[A_BITS-1], a} & {A_BITS + 1{one}}) | ({a, 1'b0} & {A_BITS + 1{two}});
      wire [A_BITS:0] inverse = multiple ^ {A_BITS + 1{negative}};
      // What the row before leaves above its two lowest bits, which are done.
      wire [A_BITS-1:0] above;
      if (row == 0) begin : gen_first
        assign above = {A_BITS{1'b0}};
      end else begin : gen_next
        assign above = sums[row*ROW_BITS-1-:A_BITS];
      end
      // One more bit below carries the 1 that an inverse lacks.
      wire [ROW_BITS:0] sum = {{2{above[A_BITS-1]}}, above, 1'b1} + {inverse[A_BITS], inverse, negative};
      wire unused = sum[0];
      assign sums[row*ROW_BITS+:ROW_BITS] = sum[ROW_BITS:1];
      assign whole[2*row+:2] = sum[2:1];
    end
  endgenerate

  assign whole[2*ROWS+:A_BITS] = sums[ROWS*ROW_BITS-1-:A_BITS];
  assign product = whole[A_BITS+B_BITS-1:0];

  generate
    if (2 * ROWS > B_BITS) begin : gen_odd
      wire unused = whole[2*ROWS+A_BITS-1];
    end
  endgenerate
endmodule

`default_nettype wire

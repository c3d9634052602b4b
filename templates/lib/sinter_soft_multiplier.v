// sinter_soft_multiplier: exact signed product, combinational, of selections and adders only: in
// place of sinter_multiplier where no multiplier of the target is to be used. Two bits of b select
// 0, 1, 2 or 3 times a. The narrower operand is better b.
`default_nettype none

module sinter_soft_multiplier #(
    parameter A_BITS = 8,
    parameter B_BITS = 8
) (
    input  wire signed [       A_BITS-1:0] a,
    input  wire signed [       B_BITS-1:0] b,
    output wire signed [A_BITS+B_BITS-1:0] product
);
  localparam WIDE = A_BITS + B_BITS;
  localparam ROWS = B_BITS / 2;

  wire [WIDE-1:0] once = {{B_BITS{a[A_BITS-1]}}, a};
  wire [WIDE-1:0] twice = {once[WIDE-2:0], 1'b0};
  wire [WIDE-1:0] thrice = once + twice;

  // The sign bit of b counts negative.
  reg [WIDE-1:0] sum;
  integer        row;
  always @* begin
    sum = b[B_BITS-1] ? ~(once << (B_BITS - 1)) + 1'b1 : {WIDE{1'b0}};
    for (row = 0; row < ROWS; row = row + 1) begin
      if (2 * row + 1 < B_BITS - 1)
        sum = sum + (((b[2*row+1] ? (b[2*row] ? thrice : twice) : (b[2*row] ? once : {WIDE{1'b0}})))
                     << (2 * row));
      else if (2 * row < B_BITS - 1)
        sum = sum + ((b[2*row] ? once : {WIDE{1'b0}}) << (2 * row));
    end
  end

  assign product = sum;
endmodule

`default_nettype wire

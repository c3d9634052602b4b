// sinter_composed_product: four digits of two bits times weights, from bricks of 3 x 3 bits: one
// product of 8 bits (mode 0), the sum of two of 4 (mode 1) or of four of 2 (mode 2) of activations
// with weights of 2 * DIGITS bits. `weights` holds four weights; a digit takes the one of its
// element.
// Latency 1 cycle of `enable`: the digits' products are registered; throughput a sum a cycle.
`default_nettype none

module sinter_composed_product #(
    parameter DIGITS = 4,       // of a weight
    parameter SIGNED = 1,       // activations; weights always are
    parameter OUT_BITS = 18
) (
    input  wire                clk,
    input  wire                enable,
    input  wire [         7:0] digits,
    input  wire [         1:0] first,      // of the four weights, where there is one product or two
    input  wire [         1:0] mode,
    input  wire [         1:0] mode_q,     // of the beat before, whose products are summed
    input  wire [8*DIGITS-1:0] weights,
    output wire [OUT_BITS-1:0] sum
);
  localparam WEIGHT_BITS = 2 * DIGITS;
  localparam PRODUCT_BITS = WEIGHT_BITS + 4;

  wire [4*OUT_BITS-1:0] shifted;

  genvar digit;
  generate
    for (digit = 0; digit < 4; digit = digit + 1) begin : gen_digit
      localparam integer PLACE_VALUE = digit;
      localparam [1:0] PLACE = PLACE_VALUE[1:0];
      // An element's last digit has its sign.
      wire last = (mode[1] || PLACE == 2'd3) || (mode[0] && PLACE[0]);
      wire signed [2:0] activation = {SIGNED != 0 && last && digits[2*digit+1],
                                      digits[2*digit+:2]};
      wire [1:0] place = mode[1] ? PLACE : mode[0] ? {first[1], PLACE[1]} : first;
      wire [WEIGHT_BITS-1:0] weight = weights[WEIGHT_BITS*place+:WEIGHT_BITS];

      reg signed [2:0] other;
      reg signed [5:0] brick;
      reg [PRODUCT_BITS-1:0] wide;
      reg [PRODUCT_BITS-1:0] product;
      reg [PRODUCT_BITS-1:0] product_q;
      integer part;
      always @* begin
        product = {PRODUCT_BITS{1'b0}};
        for (part = 0; part < DIGITS; part = part + 1) begin
          other = {part == DIGITS - 1 && weight[2*part+1], weight[2*part+:2]};
          brick = activation * other;
          wide = {PRODUCT_BITS{brick[5]}};
          wide[5:0] = brick;
          product = product + (wide << (2 * part));
        end
      end
      always @(posedge clk) if (enable) product_q <= product;

      wire [OUT_BITS-1:0] fitted = {
        {(OUT_BITS - PRODUCT_BITS){product_q[PRODUCT_BITS-1]}}, product_q};
      assign shifted[OUT_BITS*digit+:OUT_BITS] =
          mode_q[1] ? fitted :
          mode_q[0] ? fitted << (2 * (digit % 2)) : fitted << (2 * digit);
    end
  endgenerate

  assign sum = (shifted[0+:OUT_BITS] + shifted[OUT_BITS+:OUT_BITS]) +
               (shifted[2*OUT_BITS+:OUT_BITS] + shifted[3*OUT_BITS+:OUT_BITS]);
endmodule

`default_nettype wire

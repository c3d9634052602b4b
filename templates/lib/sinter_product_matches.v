// sinter_product_matches: how many of three bits of a and b are equal. Twice the matches less their
// number is the dot product of -1 and +1.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_product_matches (
    input  wire [2:0] a,
    input  wire [2:0] b,
    output wire [1:0] product
);
  wire [2:0] equal = ~(a ^ b);

  assign product = {(equal[0] & equal[1]) | (equal[0] & equal[2]) | (equal[1] & equal[2]), ^equal};
endmodule

`default_nettype wire

// sinter_match_counts: of every three pairs of bits how many are both set, for an adder tree: a
// popcount of the AND of two vectors begins with it. Each count is a signed number of 3 bits.
// Combinational: two look-up tables of six inputs a group.
`default_nettype none

module sinter_match_counts #(
    parameter PAIRS = 8,
    parameter GROUPS = 3   // ceil(PAIRS / 3)
) (
    input  wire [   PAIRS-1:0] a,
    input  wire [   PAIRS-1:0] b,
    output wire [3*GROUPS-1:0] counts
);
  wire [3*GROUPS-1:0] both;

  genvar pair, group;
  generate
    for (pair = 0; pair < 3 * GROUPS; pair = pair + 1) begin : gen_pair
      if (pair < PAIRS) begin : gen_both
        assign both[pair] = a[pair] & b[pair];
      end else begin : gen_none
        assign both[pair] = 1'b0;
      end
    end
    for (group = 0; group < GROUPS; group = group + 1) begin : gen_group
      wire [2:0] set = both[3*group+:3];
      assign counts[3*group+:3] = {
        1'b0, (set[0] & set[1]) | (set[0] & set[2]) | (set[1] & set[2]), ^set};
    end
  endgenerate
endmodule

`default_nettype wire

// sinter_maximum_tree: the largest of INPUTS values, two a comparator. Combinational.
`default_nettype none

module sinter_maximum_tree #(
    parameter INPUTS = 4,
    parameter BITS   = 8,
    parameter SIGNED = 1,
    parameter LEVELS = 2      // ceil(log2(INPUTS))
) (
    input  wire [INPUTS*BITS-1:0] values,
    output wire [       BITS-1:0] maximum
);
  genvar level, node;
  generate
    for (level = 0; level <= LEVELS; level = level + 1) begin : gen_level
      localparam NODES = (INPUTS + (1 << level) - 1) >> level;
      wire [NODES*BITS-1:0] nodes;
      if (level == 0) begin : gen_leaves
        assign nodes = values;
      end else begin : gen_inner
        localparam BELOW = (INPUTS + (1 << (level - 1)) - 1) >> (level - 1);
        for (node = 0; node < NODES; node = node + 1) begin : gen_node
          if (2 * node + 1 < BELOW) begin : gen_two
            wire [BITS-1:0] a = gen_level[level-1].nodes[2*node*BITS+:BITS];
            wire [BITS-1:0] b = gen_level[level-1].nodes[(2*node+1)*BITS+:BITS];
            wire signed [BITS:0] a_wide = {(SIGNED != 0) && a[BITS-1], a};
            wire signed [BITS:0] b_wide = {(SIGNED != 0) && b[BITS-1], b};
            assign nodes[node*BITS+:BITS] = (b_wide > a_wide) ? b : a;
          end else begin : gen_one
            assign nodes[node*BITS+:BITS] = gen_level[level-1].nodes[2*node*BITS+:BITS];
          end
        end
      end
    end
  endgenerate

  assign maximum = gen_level[LEVELS].nodes;
endmodule

`default_nettype wire

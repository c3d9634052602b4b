// sinter_adder_tree: sum of INPUTS signed terms, four terms an adder, a register after each level.
// Latency ceil(log4(INPUTS)) cycles of `enable` (0 for one input), throughput one sum a cycle.
// Bits grow by two a level up to OUT_BITS, which the user gives as wide as the sum needs.
`default_nettype none

module sinter_adder_tree #(
    parameter INPUTS   = 4,
    parameter IN_BITS  = 16,
    parameter OUT_BITS = 18,
    parameter LEVELS   = 1
) (
    input  wire                      clk,
    input  wire                      enable,
    input  wire [INPUTS*IN_BITS-1:0] terms,
    output wire [      OUT_BITS-1:0] sum
);
  // Terms left after `level` levels.
  function integer terms_at(input integer level);
    integer i;
    begin
      terms_at = INPUTS;
      for (i = 0; i < level; i = i + 1) terms_at = (terms_at + 3) / 4;
    end
  endfunction

  function integer bits_at(input integer level);
    bits_at = (IN_BITS + 2 * level < OUT_BITS) ? IN_BITS + 2 * level : OUT_BITS;
  endfunction

  // Where a level starts in the one bus that holds them all.
  function integer offset_at(input integer level);
    integer i;
    begin
      offset_at = 0;
      for (i = 0; i < level; i = i + 1) offset_at = offset_at + terms_at(i) * bits_at(i);
    end
  endfunction

  localparam TOTAL_BITS = offset_at(LEVELS) + bits_at(LEVELS);

  wire [TOTAL_BITS-1:0] levels;

  genvar level, term;
  generate
    for (term = 0; term < INPUTS; term = term + 1) begin : gen_input
      sinter_sign_extend #(.IN_BITS(IN_BITS), .OUT_BITS(bits_at(0))) fit (
          .in(terms[term*IN_BITS+:IN_BITS]), .out(levels[term*bits_at(0)+:bits_at(0)]));
    end
    for (level = 1; level <= LEVELS; level = level + 1) begin : gen_level
      for (term = 0; term < terms_at(level); term = term + 1) begin : gen_sum
        localparam FROM = offset_at(level - 1);
        localparam BITS = bits_at(level - 1);
        localparam COUNT = terms_at(level - 1);
        // What the sum needs of a level's bits: its register holds no copies of the sign, of which
        // Yosys 0.55 leaves one without a driver when it packs the register into a DSP48E1.
        localparam GROWTH = (COUNT - 4 * term < 2) ? 0 : (COUNT - 4 * term < 3) ? 1 : 2;
        localparam LEVEL_BITS = bits_at(level);
        localparam SUM_BITS = (BITS + GROWTH < LEVEL_BITS) ? BITS + GROWTH : LEVEL_BITS;
        wire signed [SUM_BITS-1:0] a, b, c, d;
        reg signed  [SUM_BITS-1:0] sum_q;
        sinter_sign_extend #(.IN_BITS(BITS), .OUT_BITS(SUM_BITS)) extend_a (
            .in(levels[FROM+4*term*BITS+:BITS]), .out(a));
        if (4 * term + 1 < COUNT) begin : gen_b
          sinter_sign_extend #(.IN_BITS(BITS), .OUT_BITS(SUM_BITS)) extend_b (
              .in(levels[FROM+(4*term+1)*BITS+:BITS]), .out(b));
        end else begin : gen_no_b
          assign b = {SUM_BITS{1'b0}};
        end
        if (4 * term + 2 < COUNT) begin : gen_c
          sinter_sign_extend #(.IN_BITS(BITS), .OUT_BITS(SUM_BITS)) extend_c (
              .in(levels[FROM+(4*term+2)*BITS+:BITS]), .out(c));
        end else begin : gen_no_c
          assign c = {SUM_BITS{1'b0}};
        end
        if (4 * term + 3 < COUNT) begin : gen_d
          sinter_sign_extend #(.IN_BITS(BITS), .OUT_BITS(SUM_BITS)) extend_d (
              .in(levels[FROM+(4*term+3)*BITS+:BITS]), .out(d));
        end else begin : gen_no_d
          assign d = {SUM_BITS{1'b0}};
        end
        always @(posedge clk) if (enable) sum_q <= (a + b) + (c + d);
        sinter_sign_extend #(.IN_BITS(SUM_BITS), .OUT_BITS(LEVEL_BITS)) extend_level (
            .in(sum_q), .out(levels[offset_at(level)+term*LEVEL_BITS+:LEVEL_BITS]));
      end
    end
  endgenerate

  generate
    if (LEVELS == 0) begin : gen_wire
      wire unused = &{1'b0, clk, enable};
    end
  endgenerate

  sinter_sign_extend #(.IN_BITS(bits_at(LEVELS)), .OUT_BITS(OUT_BITS)) extend_sum (
      .in(levels[offset_at(LEVELS)+:bits_at(LEVELS)]), .out(sum));
endmodule

`default_nettype wire

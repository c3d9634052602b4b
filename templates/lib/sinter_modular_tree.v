// sinter_modular_tree: sum of INPUTS terms modulo 2^WIDTH, four terms an adder, a register after
// each level. Each sum of two is an adder of its own: of (a + b) + (c + d) Yosys makes carry-save
// adders, which take half as many look-up tables again.
// Latency ceil(log4(INPUTS)) cycles of `enable` (0 for one input), throughput one sum a cycle.
`default_nettype none

module sinter_modular_tree #(
    parameter INPUTS = 4,
    parameter WIDTH  = 12,
    parameter LEVELS = 1
) (
    input  wire                    clk,
    input  wire                    enable,
    input  wire [INPUTS*WIDTH-1:0] terms,
    output wire [       WIDTH-1:0] sum
);
  // Terms left after `level` levels.
  function integer terms_at(input integer level);
    integer i;
    begin
      terms_at = INPUTS;
      for (i = 0; i < level; i = i + 1) terms_at = (terms_at + 3) / 4;
    end
  endfunction

  // Where a level starts in the one bus that holds them all.
  function integer offset_at(input integer level);
    integer i;
    begin
      offset_at = 0;
      for (i = 0; i < level; i = i + 1) offset_at = offset_at + terms_at(i) * WIDTH;
    end
  endfunction

  wire [offset_at(LEVELS)+WIDTH-1:0] levels;

  assign levels[INPUTS*WIDTH-1:0] = terms;
  assign sum = levels[offset_at(LEVELS)+:WIDTH];

  genvar level, term;
  generate
    for (level = 1; level <= LEVELS; level = level + 1) begin : gen_level
      for (term = 0; term < terms_at(level); term = term + 1) begin : gen_sum
        localparam FROM = offset_at(level - 1) + 4 * term * WIDTH;
        localparam LEFT = terms_at(level - 1) - 4 * term;
        wire [WIDTH-1:0] low, high, whole;
        reg  [WIDTH-1:0] sum_q;
        if (LEFT > 1) begin : gen_low
          sinter_masked_sum #(.WIDTH(WIDTH)) add (
              .a(levels[FROM+:WIDTH]), .b(levels[FROM+WIDTH+:WIDTH]), .alone(1'b0), .sum(low));
        end else begin : gen_one
          assign low = levels[FROM+:WIDTH];
        end
        if (LEFT > 3) begin : gen_high
          sinter_masked_sum #(.WIDTH(WIDTH)) add (
              .a(levels[FROM+2*WIDTH+:WIDTH]), .b(levels[FROM+3*WIDTH+:WIDTH]), .alone(1'b0),
              .sum(high));
        end else if (LEFT > 2) begin : gen_third
          assign high = levels[FROM+2*WIDTH+:WIDTH];
        end else begin : gen_none
          assign high = {WIDTH{1'b0}};
        end
        if (LEFT > 2) begin : gen_whole
          sinter_masked_sum #(.WIDTH(WIDTH)) add (
              .a(low), .b(high), .alone(1'b0), .sum(whole));
        end else begin : gen_part
          assign whole = low;
          wire unused = &{1'b0, high};
        end
        always @(posedge clk) if (enable) sum_q <= whole;
        assign levels[offset_at(level)+term*WIDTH+:WIDTH] = sum_q;
      end
    end
    if (LEVELS == 0) begin : gen_wire
      wire unused = &{1'b0, clk, enable};
    end
  endgenerate
endmodule

`default_nettype wire

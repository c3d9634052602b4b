// sinter_float_normalise: a value with its leading one at the top, and how many zeros were above
// it. By halves, the widest first, a register behind every two. Of 0 all bits are 0.
// Latency ceil(STEPS / 2) cycles, throughput one value a cycle.
`default_nettype none

module sinter_float_normalise #(
    parameter BITS = 24,
    parameter STEPS = 5,     // ceil(log2(BITS)), at least 1
    parameter STAGES = 3     // ceil(STEPS / 2)
) (
    input  wire             clk,
    input  wire             enable,
    input  wire [ BITS-1:0] value,
    output wire [ BITS-1:0] normal,
    output wire [STEPS-1:0] zeros
);
  wire [(STAGES+1)*BITS-1:0] values;
  wire [(STAGES+1)*STEPS-1:0] counts;

  assign values[BITS-1:0] = value;
  assign counts[STEPS-1:0] = {STEPS{1'b0}};

  genvar stage;
  generate
    for (stage = 0; stage < STAGES; stage = stage + 1) begin : gen_stage
      localparam HIGH = STEPS - 1 - 2 * stage;
      wire [BITS-1:0] from = values[stage*BITS+:BITS];
      wire [STEPS-1:0] passed = counts[stage*STEPS+:STEPS];
      wire high = from[BITS-1-:1<<HIGH] == {(1 << HIGH) {1'b0}};
      wire [BITS-1:0] half = high ? from << (1 << HIGH) : from;
      wire [STEPS-1:0] half_count = passed | ({{(STEPS - 1) {1'b0}}, high} << HIGH);
      reg [BITS-1:0] value_q;
      reg [STEPS-1:0] count_q;
      if (HIGH > 0) begin : gen_two
        localparam LOW = HIGH - 1;
        wire low = half[BITS-1-:1<<LOW] == {(1 << LOW) {1'b0}};
        always @(posedge clk) begin
          if (enable) begin
            value_q <= low ? half << (1 << LOW) : half;
            count_q <= half_count | ({{(STEPS - 1) {1'b0}}, low} << LOW);
          end
        end
      end else begin : gen_one
        always @(posedge clk) begin
          if (enable) begin
            value_q <= half;
            count_q <= half_count;
          end
        end
      end
      assign values[(stage+1)*BITS+:BITS] = value_q;
      assign counts[(stage+1)*STEPS+:STEPS] = count_q;
    end
  endgenerate

  assign normal = values[STAGES*BITS+:BITS];
  assign zeros = counts[STAGES*STEPS+:STEPS];
endmodule

`default_nettype wire

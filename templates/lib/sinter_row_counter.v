// sinter_row_counter: where a beat stands in its row of WORDS beats, and in its group of GROUP
// beats, of which the last of a row may be shorter. For one group a row GROUP is WORDS.
// Latency 1 cycle from a step to the next beat's place; throughput one step a cycle.
`default_nettype none

module sinter_row_counter #(
    parameter WORDS = 10,
    parameter GROUP = 4,
    parameter BITS  = 4       // counts to WORDS - 1
) (
    input  wire            clk,
    input  wire            rst,
    input  wire            step,
    output wire [BITS-1:0] word,
    output wire            first,      // of its group
    output wire            last,
    output wire            row_last
);
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [BITS-1:0] LAST_WORD = LAST_WORD_VALUE[BITS-1:0];
  localparam integer LAST_OF_GROUP_VALUE = GROUP - 1;
  localparam [BITS-1:0] LAST_OF_GROUP = LAST_OF_GROUP_VALUE[BITS-1:0];
  localparam [BITS-1:0] NONE = {BITS{1'b0}};

  reg [BITS-1:0] word_q;
  assign word = word_q;
  assign row_last = word_q == LAST_WORD;

  always @(posedge clk) begin
    if (rst) word_q <= NONE;
    else if (step) word_q <= row_last ? NONE : word_q + 1'b1;
  end

  generate
    if (GROUP < WORDS) begin : gen_groups
      reg [BITS-1:0] place_q;
      assign first = place_q == NONE;
      assign last = row_last || (place_q == LAST_OF_GROUP);
      always @(posedge clk) begin
        if (rst) place_q <= NONE;
        else if (step) place_q <= last ? NONE : place_q + 1'b1;
      end
    end else begin : gen_rows
      assign first = word_q == NONE;
      assign last = row_last;
    end
  endgenerate
endmodule

`default_nettype wire

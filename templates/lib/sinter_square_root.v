// sinter_square_root: floor(sqrt(operand)), a bit a cycle.
// Latency ROOT_BITS + 1 cycles, at least 3; throughput a root in as many: whoever gives operands
// sees to it.
`default_nettype none

module sinter_square_root #(
    parameter ROOT_BITS = 16,
    parameter STEP_BITS = 4          // counts to ROOT_BITS - 1
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire                   start,
    input  wire [2*ROOT_BITS-1:0] operand,
    output wire                   done,
    output wire [  ROOT_BITS-1:0] result   // while done
);
  localparam integer LAST_STEP_VALUE = ROOT_BITS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[STEP_BITS-1:0];

  reg busy_q, done_q;
  reg [STEP_BITS-1:0] step_q;
  reg [2*ROOT_BITS-1:0] digits_q;    // pairs of bits that are still to come, the next highest
  reg [ROOT_BITS+1:0] rest_q;        // what the root's square lacks
  reg [ROOT_BITS-1:0] root_q;

  wire [ROOT_BITS+3:0] next = {rest_q, digits_q[2*ROOT_BITS-1-:2]};
  wire [ROOT_BITS+3:0] tried = {2'b00, root_q, 2'b01};
  wire [ROOT_BITS+3:0] less = next - tried;
  wire digit = next >= tried;

  always @(posedge clk) begin
    if (rst) begin
      busy_q <= 1'b0;
      done_q <= 1'b0;
      step_q <= {STEP_BITS{1'b0}};
    end else begin
      if (start) busy_q <= 1'b1;
      else if (step_q == LAST_STEP) busy_q <= 1'b0;
      done_q <= busy_q && (step_q == LAST_STEP);
      if (busy_q) step_q <= (step_q == LAST_STEP) ? {STEP_BITS{1'b0}} : step_q + 1'b1;
    end
  end

  always @(posedge clk) begin
    if (start) begin
      digits_q <= operand;
      rest_q <= {(ROOT_BITS + 2) {1'b0}};
      root_q <= {ROOT_BITS{1'b0}};
    end else if (busy_q) begin
      digits_q <= {digits_q[2*ROOT_BITS-3:0], 2'b00};
      rest_q <= digit ? less[ROOT_BITS+1:0] : next[ROOT_BITS+1:0];
      root_q <= {root_q[ROOT_BITS-2:0], digit};
    end
  end

  assign done = done_q;
  assign result = root_q;

  wire unused = &{1'b0, less[ROOT_BITS+3:ROOT_BITS+2], next[ROOT_BITS+3:ROOT_BITS+2]};
endmodule

`default_nettype wire

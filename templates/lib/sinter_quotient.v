// sinter_quotient: floor(NUMERATOR / operand), a bit a cycle, for quotients of at most
// QUOTIENT_BITS bits; of an operand that is too small for that (0 among them) some number comes.
// Latency QUOTIENT_BITS + 1 cycles, at least 2; throughput a quotient in as many: whoever gives
// operands sees to it.
`default_nettype none

module sinter_quotient #(
    parameter OPERAND_BITS = 16,
    parameter QUOTIENT_BITS = 18,
    parameter NUMERATOR_BITS = 33,          // more than QUOTIENT_BITS
    parameter [NUMERATOR_BITS-1:0] NUMERATOR = 33'h100000000,
    parameter STEP_BITS = 5                 // counts to QUOTIENT_BITS
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     start,
    input  wire [ OPERAND_BITS-1:0] operand,
    output wire                     done,
    output wire [QUOTIENT_BITS-1:0] result   // while done
);
  localparam HIGH_BITS = NUMERATOR_BITS - QUOTIENT_BITS;
  localparam REST_BITS = (OPERAND_BITS > HIGH_BITS) ? OPERAND_BITS : HIGH_BITS;
  localparam integer LAST_STEP_VALUE = QUOTIENT_BITS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = LAST_STEP_VALUE[STEP_BITS-1:0];

  reg busy_q, done_q;
  reg [STEP_BITS-1:0] step_q;
  reg [OPERAND_BITS-1:0] operand_q;
  reg [REST_BITS-1:0] rest_q;               // less than the operand
  reg [QUOTIENT_BITS-1:0] digits_q;         // digits of the numerator go, of the quotient come

  wire [REST_BITS:0] next = {rest_q, digits_q[QUOTIENT_BITS-1]};
  wire [REST_BITS:0] divisor = {{(REST_BITS + 1 - OPERAND_BITS) {1'b0}}, operand_q};
  wire [REST_BITS:0] less = next - divisor;
  wire [REST_BITS-1:0] high;
  sinter_sign_extend #(.IN_BITS(HIGH_BITS + 1), .OUT_BITS(REST_BITS)) extend (
      .in({1'b0, NUMERATOR[NUMERATOR_BITS-1:QUOTIENT_BITS]}), .out(high));
  wire digit = next >= divisor;

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
      operand_q <= operand;
      rest_q <= high;
      digits_q <= NUMERATOR[QUOTIENT_BITS-1:0];
    end else if (busy_q) begin
      rest_q <= digit ? less[REST_BITS-1:0] : next[REST_BITS-1:0];
      digits_q <= {digits_q[QUOTIENT_BITS-2:0], digit};
    end
  end

  assign done = done_q;
  assign result = digits_q;

  wire unused = &{1'b0, less[REST_BITS], next[REST_BITS]};
endmodule

`default_nettype wire

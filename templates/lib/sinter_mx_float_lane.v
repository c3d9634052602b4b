// sinter_mx_float_lane: a sum with an exponent to single precision: to nearest, ties to even, with
// subnormal numbers, infinity beyond the largest. A sum of 0 is +0.
// Latency STAGES + 4 cycles, throughput one sum a cycle.
`default_nettype none

module sinter_mx_float_lane #(
    parameter ACC_BITS = 24,
    parameter STEPS = 5,          // ceil(log2(ACC_BITS)), at least 1
    parameter STAGES = 3,         // ceil(STEPS / 2)
    parameter EXPONENT_BITS = 11,
    // The biased exponent of a sum's top bit where the sum's own exponent is 0.
    parameter signed [EXPONENT_BITS-1:0] OFFSET = 0,
    parameter RELU = 0
) (
    input  wire                clk,
    input  wire                enable,
    input  wire                nan,
    input  wire [         8:0] exponent,
    input  wire [ACC_BITS-1:0] sum,
    output wire [        31:0] code
);
  localparam WORK_BITS = 26;      // 24 that are kept, the bit behind them, whether there is more
  localparam WIDE_BITS = (ACC_BITS > WORK_BITS) ? ACC_BITS : WORK_BITS;
  localparam [EXPONENT_BITS-1:0] GONE = 26;
  localparam signed [EXPONENT_BITS-1:0] LEAST = 1;
  localparam signed [EXPONENT_BITS-1:0] INFINITE = 255;

  reg [ACC_BITS-1:0] magnitude_q;
  reg [STAGES:0] negative_q, nan_q;
  reg [9*(STAGES+1)-1:0] exponent_q;
  always @(posedge clk) begin
    if (enable) begin
      magnitude_q <= sum[ACC_BITS-1] ? ~sum + 1'b1 : sum;
      negative_q <= {negative_q[STAGES-1:0], sum[ACC_BITS-1]};
      nan_q <= {nan_q[STAGES-1:0], nan};
      exponent_q <= {exponent_q[9*STAGES-1:0], exponent};
    end
  end

  wire [ACC_BITS-1:0] normal;
  wire [STEPS-1:0] zeros;
  sinter_float_normalise #(
      .BITS(ACC_BITS),
      .STEPS(STEPS),
      .STAGES(STAGES)
  ) normalise (
      .clk(clk),
      .enable(enable),
      .value(magnitude_q),
      .normal(normal),
      .zeros(zeros)
  );

  wire [WIDE_BITS-1:0] wide;
  wire [WORK_BITS-1:0] work;
  generate
    if (WIDE_BITS > ACC_BITS) begin : gen_pad
      assign wide = {normal, {(WIDE_BITS - ACC_BITS) {1'b0}}};
    end else begin : gen_whole
      assign wide = normal;
    end
    if (WIDE_BITS > WORK_BITS) begin : gen_fold
      assign work = {wide[WIDE_BITS-1-:WORK_BITS-1], |wide[WIDE_BITS-WORK_BITS:0]};
    end else begin : gen_all
      assign work = wide;
    end
  endgenerate

  // ---- exponent; subnormal numbers lose bits --------------------------------------------------
  wire signed [EXPONENT_BITS-1:0] exponent_wide =
      {{(EXPONENT_BITS - 9) {1'b0}}, exponent_q[9*STAGES+:9]};
  wire signed [EXPONENT_BITS-1:0] zeros_wide = {{(EXPONENT_BITS - STEPS) {1'b0}}, zeros};
  reg signed [EXPONENT_BITS-1:0] biased_q, biased_q2;
  reg [WORK_BITS-1:0] work_q, work_q2;
  reg [1:0] negative_late_q, nan_late_q;
  wire signed [EXPONENT_BITS-1:0] lacking = LEAST - biased_q;
  wire subnormal = biased_q < LEAST;
  wire [EXPONENT_BITS-1:0] shift = !subnormal ? {EXPONENT_BITS{1'b0}}
                                              : (lacking > $signed(GONE)) ? GONE : lacking;
  wire [2*WORK_BITS-1:0] shifted = {work_q, {WORK_BITS{1'b0}}} >> shift;

  always @(posedge clk) begin
    if (enable) begin
      biased_q <= (exponent_wide - zeros_wide) + OFFSET;
      work_q <= work;
      biased_q2 <= subnormal ? LEAST : biased_q;
      work_q2 <= {shifted[2*WORK_BITS-1:WORK_BITS+1], |shifted[WORK_BITS:0]};
      negative_late_q <= {negative_late_q[0], negative_q[STAGES]};
      nan_late_q <= {nan_late_q[0], nan_q[STAGES]};
    end
  end

  // ---- to the nearest, ties to even; a carry goes into the exponent by itself -----------------
  wire up = work_q2[1] && (work_q2[0] || work_q2[2]);
  wire [7:0] field = biased_q2[7:0] - 8'd1;
  wire [31:0] rounded = {1'b0, field, 23'd0} + {8'd0, work_q2[WORK_BITS-1:2]} + {31'd0, up};
  wire infinite = (biased_q2 >= INFINITE) || (rounded[30:23] == 8'd255);
  wire zero = work_q2 == {WORK_BITS{1'b0}};
  reg [31:0] code_q;
  always @(posedge clk) begin
    if (enable) begin
      if (nan_late_q[1]) code_q <= 32'h7fc00000;
      else if (zero || ((RELU == 1) && negative_late_q[1])) code_q <= 32'd0;
      else if (infinite) code_q <= {negative_late_q[1], 31'h7f800000};
      else code_q <= {negative_late_q[1], rounded[30:0]};
    end
  end
  assign code = code_q;

  wire unused = rounded[31];
endmodule

`default_nettype wire

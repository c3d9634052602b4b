// sinter_centre: codes less their zero point, as signed numbers. Lanes beyond the tensor's end are
// zero, also where the zero point is not.
// Latency 1 cycle, throughput one beat a cycle.
`default_nettype none

module sinter_centre #(
    parameter LANES = 1,
    parameter TAIL = 1,                        // elements in a tensor's last beat
    parameter IN_BITS = 8,
    parameter IN_SIGNED = 1,
    parameter signed [IN_BITS:0] ZERO_POINT = 0,
    parameter OUT_BITS = 9
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      s_valid,
    output wire                      s_ready,
    input  wire                      s_last,
    input  wire [ LANES*IN_BITS-1:0] s_data,
    output wire                      m_valid,
    input  wire                      m_ready,
    output wire                      m_last,
    output wire [LANES*OUT_BITS-1:0] m_data
);
  reg valid_q;
  reg last_q;
  wire enable = !valid_q || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q;
  assign m_last  = last_q;

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (enable) valid_q <= s_valid;
  end
  always @(posedge clk) if (enable) last_q <= s_last;

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [IN_BITS-1:0] code = s_data[lane*IN_BITS+:IN_BITS];
      // One more bit makes an unsigned code a signed number, one more holds the difference.
      wire signed [IN_BITS:0] value = {(IN_SIGNED != 0) && code[IN_BITS-1], code};
      wire [IN_BITS+1:0] difference =
          {value[IN_BITS], value} - {ZERO_POINT[IN_BITS], ZERO_POINT};
      wire [OUT_BITS-1:0] operand;
      reg  [OUT_BITS-1:0] operand_q;
      sinter_sign_extend #(.IN_BITS(IN_BITS + 2), .OUT_BITS(OUT_BITS)) fit (
          .in(difference), .out(operand));
      always @(posedge clk)
        if (enable) operand_q <= (s_last && lane >= TAIL) ? {OUT_BITS{1'b0}} : operand;
      assign m_data[lane*OUT_BITS+:OUT_BITS] = operand_q;
    end
  endgenerate
endmodule

`default_nettype wire

// sinter_clamp: each element brought between MINIMUM and MAXIMUM, both codes of the elements'
// format. Latency 1 cycle, throughput one beat a cycle. Unused lanes of a tensor's last beat stay
// zero.
`default_nettype none

module sinter_clamp #(
    parameter LANES = 1,
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter [BITS-1:0] MINIMUM = 0,
    parameter [BITS-1:0] MAXIMUM = 127,
    parameter TAIL = 1             // lanes in use of a tensor's last beat
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire                  s_last,
    input  wire [LANES*BITS-1:0] s_data,
    output wire                  m_valid,
    input  wire                  m_ready,
    output wire                  m_last,
    output wire [LANES*BITS-1:0] m_data
);
  reg valid_q;
  reg last_q;

  assign s_ready = !valid_q || m_ready;
  assign m_valid = valid_q;
  assign m_last  = last_q;

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (s_ready) valid_q <= s_valid;
  end
  always @(posedge clk) if (s_ready) last_q <= s_last;

  // One more bit makes an unsigned code a signed number.
  localparam signed [BITS:0] LOW = {(SIGNED != 0) && MINIMUM[BITS-1], MINIMUM};
  localparam signed [BITS:0] HIGH = {(SIGNED != 0) && MAXIMUM[BITS-1], MAXIMUM};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [BITS-1:0] code = s_data[lane*BITS+:BITS];
      wire signed [BITS:0] value = {(SIGNED != 0) && code[BITS-1], code};
      wire unused_lane = (lane >= TAIL) && s_last;
      reg [BITS-1:0] code_q;
      always @(posedge clk)
        if (s_ready)
          code_q <= unused_lane ? {BITS{1'b0}} :
                    (value < LOW) ? MINIMUM : (value > HIGH) ? MAXIMUM : code;
      assign m_data[lane*BITS+:BITS] = code_q;
    end
  endgenerate
endmodule

`default_nettype wire

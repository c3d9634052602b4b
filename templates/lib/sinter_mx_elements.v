// sinter_mx_elements: numbers over the scale of their block, which comes above them, to the nearest
// element, ties to even, the largest one beyond it. LANES lanes of sinter_mx_element.
// Latency 4 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_mx_elements #(
    parameter LANES = 4,
    parameter IN_BITS = 8,           // signed integers, or 32 of single precision
    parameter FLOAT = 0,
    parameter MAGNITUDE_BITS = 8,
    parameter PLACE_BITS = 4,        // counts to MAGNITUDE_BITS
    parameter EXPONENT_BITS = 11,
    parameter OUT_BITS = 8,
    parameter MANTISSA_BITS = 3,
    parameter signed [EXPONENT_BITS-1:0] EMIN = -6,
    parameter signed [EXPONENT_BITS-1:0] EMAX = 8,
    parameter LARGEST = 126,
    parameter NAN = 127,
    parameter TWOS_COMPLEMENT = 0
) (
    input  wire                       clk,
    input  wire                       rst,
    input  wire                       s_valid,
    output wire                       s_ready,
    input  wire                       s_last,
    input  wire [LANES*IN_BITS+7:0]   s_data,
    output wire                       m_valid,
    input  wire                       m_ready,
    output wire                       m_last,
    output wire [LANES*OUT_BITS-1:0]  m_data
);
  reg [3:0] valid_q, last_q;
  wire enable = !valid_q[3] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[3];
  assign m_last  = last_q[3];

  always @(posedge clk) begin
    if (rst) valid_q <= 4'b0000;
    else if (enable) valid_q <= {valid_q[2:0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[2:0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      sinter_mx_element #(
          .IN_BITS(IN_BITS),
          .FLOAT(FLOAT),
          .MAGNITUDE_BITS(MAGNITUDE_BITS),
          .PLACE_BITS(PLACE_BITS),
          .EXPONENT_BITS(EXPONENT_BITS),
          .OUT_BITS(OUT_BITS),
          .MANTISSA_BITS(MANTISSA_BITS),
          .EMIN(EMIN),
          .EMAX(EMAX),
          .LARGEST(LARGEST),
          .NAN(NAN),
          .TWOS_COMPLEMENT(TWOS_COMPLEMENT)
      ) element (
          .clk(clk),
          .enable(enable),
          .number(s_data[lane*IN_BITS+:IN_BITS]),
          .scale(s_data[LANES*IN_BITS+:8]),
          .code(m_data[lane*OUT_BITS+:OUT_BITS])
      );
    end
  endgenerate
endmodule

`default_nettype wire

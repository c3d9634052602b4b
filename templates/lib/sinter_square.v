// sinter_square: the square of each lane's number, in two's complement; its user knows that
// OUT_BITS hold it, a zero for its sign included.
// Latency 2 cycles, throughput one beat a cycle.
`default_nettype none

module sinter_square #(
    parameter LANES = 1,
    parameter IN_BITS = 16,
    parameter OUT_BITS = 32
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
  // The whole pipeline moves while its end is free.
  reg  [1:0] valid_q;
  reg  [1:0] last_q;
  wire enable = !valid_q[1] || m_ready;

  assign s_ready = enable;
  assign m_valid = valid_q[1];
  assign m_last  = last_q[1];

  always @(posedge clk) begin
    if (rst) valid_q <= 2'b00;
    else if (enable) valid_q <= {valid_q[0], s_valid};
  end
  always @(posedge clk) if (enable) last_q <= {last_q[0], s_last};

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      reg [IN_BITS-1:0] number_q;
      wire [2*IN_BITS-1:0] product;
      wire [OUT_BITS-1:0] result;
      reg [OUT_BITS-1:0] square_q2;

      sinter_multiplier #(.A_BITS(IN_BITS), .B_BITS(IN_BITS)) multiply (
          .a(number_q), .b(number_q), .product(product));
      sinter_sign_extend #(.IN_BITS(2 * IN_BITS), .OUT_BITS(OUT_BITS)) fit (
          .in(product), .out(result));

      always @(posedge clk) begin
        if (enable) begin
          number_q <= s_data[lane*IN_BITS+:IN_BITS];
          square_q2 <= result;
        end
      end

      assign m_data[lane*OUT_BITS+:OUT_BITS] = square_q2;
    end
  endgenerate
endmodule

`default_nettype wire

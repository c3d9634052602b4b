// sinter_waiting_window: sinter_window whose padding waits: the first word of a tensor leaves after
// the first word of its image has come, so that nothing of a tensor leaves before it has begun.
// Parameters are those of sinter_window; IMAGES_BITS counts the images of which words are inside.
// Latency 2 cycles from the beat that completes the need of a word to that word, 1 from an image's
// first beat to padding in front of it; throughput a word a cycle.
`default_nettype none

module sinter_waiting_window #(
    parameter WIDTH = 8,
    parameter FLAG = 0,
    parameter HEIGHT = 8,
    parameter ROW = 8,
    parameter WORDS = 1,
    parameter KERNEL_H = 3,
    parameter KERNEL_W = 3,
    parameter STRIDE_H = 1,
    parameter STRIDE_W = 1,
    parameter DILATION_H = 1,
    parameter DILATION_W = 1,
    parameter PAD_TOP = 1,
    parameter PAD_LEFT = 1,
    parameter OUT_H = 8,
    parameter OUT_W = 8,
    parameter CHANNEL_MAJOR = 0,
    parameter REPEAT = 1,
    parameter ROWS = 4,
    parameter ADDRESS_BITS = 5,
    parameter INDEX_BITS = 8,
    parameter IMAGES_BITS = 2,
    parameter [WIDTH-1:0] PAD_VALUE = {WIDTH{1'b0}}
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire                  s_last,
    input  wire [     WIDTH-1:0] s_data,
    output wire                  m_valid,
    input  wire                  m_ready,
    output wire                  m_last,
    output wire [WIDTH+FLAG-1:0] m_data
);
  reg first_q;                      // the next beat is an image's first
  reg [IMAGES_BITS-1:0] images_q;   // that have begun to come and not all left
  wire begun = images_q != {IMAGES_BITS{1'b0}};
  wire push = s_valid && s_ready;
  wire begins = push && first_q;
  wire ends = m_valid && m_ready && m_last;
  wire window_valid;

  sinter_window #(
      .WIDTH(WIDTH),
      .FLAG(FLAG),
      .HEIGHT(HEIGHT),
      .ROW(ROW),
      .WORDS(WORDS),
      .KERNEL_H(KERNEL_H),
      .KERNEL_W(KERNEL_W),
      .STRIDE_H(STRIDE_H),
      .STRIDE_W(STRIDE_W),
      .DILATION_H(DILATION_H),
      .DILATION_W(DILATION_W),
      .PAD_TOP(PAD_TOP),
      .PAD_LEFT(PAD_LEFT),
      .OUT_H(OUT_H),
      .OUT_W(OUT_W),
      .CHANNEL_MAJOR(CHANNEL_MAJOR),
      .REPEAT(REPEAT),
      .ROWS(ROWS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .INDEX_BITS(INDEX_BITS),
      .PAD_VALUE(PAD_VALUE)
  ) window (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid),
      .s_ready(s_ready),
      .s_last(s_last),
      .s_data(s_data),
      .m_valid(window_valid),
      .m_ready(m_ready && begun),
      .m_last(m_last),
      .m_data(m_data)
  );

  assign m_valid = window_valid && begun;

  always @(posedge clk) begin
    if (rst) begin
      first_q  <= 1'b1;
      images_q <= {IMAGES_BITS{1'b0}};
    end else begin
      if (push) first_q <= s_last;
      if (begins && !ends) images_q <= images_q + 1'b1;
      else if (ends && !begins) images_q <= images_q - 1'b1;
    end
  end
endmodule

`default_nettype wire

// sinter_skid_buffer: register slice for a stream; cuts the paths of valid, data and ready.
// Latency 1 cycle, throughput one beat a cycle. Two beats of storage.
`default_nettype none

module sinter_skid_buffer #(
    parameter WIDTH = 8
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             s_valid,
    output wire             s_ready,
    input  wire             s_last,
    input  wire [WIDTH-1:0] s_data,
    output wire             m_valid,
    input  wire             m_ready,
    output wire             m_last,
    output wire [WIDTH-1:0] m_data
);
  reg           out_valid_q;
  reg [WIDTH:0] out_q;
  reg           skid_valid_q;
  reg [WIDTH:0] skid_q;

  // While the skid register is empty there is room for the beat that arrives this cycle.
  assign s_ready = !skid_valid_q;
  assign m_valid = out_valid_q;
  assign {m_last, m_data} = out_q;

  wire out_free = !out_valid_q || m_ready;

  always @(posedge clk) begin
    if (rst) begin
      out_valid_q  <= 1'b0;
      skid_valid_q <= 1'b0;
    end else begin
      if (out_free) begin
        out_valid_q  <= skid_valid_q || s_valid;
        skid_valid_q <= 1'b0;
      end else if (s_valid && !skid_valid_q) begin
        skid_valid_q <= 1'b1;
      end
    end
  end

  always @(posedge clk) begin
    if (out_free) out_q <= skid_valid_q ? skid_q : {s_last, s_data};
    if (!skid_valid_q) skid_q <= {s_last, s_data};
  end
endmodule

`default_nettype wire

// sinter_reset_synchroniser: a reset that begins at once when the asynchronous one does, and ends
// with the clock, so that all registers leave it at the same edge.
// Latency 0 cycles into the reset, 2 cycles out of it; no stream, so no throughput.
`default_nettype none

module sinter_reset_synchroniser #(
    parameter ACTIVE_LOW = 0
) (
    input  wire clk,
    input  wire arst,
    output wire rst
);
  wire asserted = arst ^ (ACTIVE_LOW != 0);
  reg [1:0] hold_q;

  always @(posedge clk or posedge asserted) begin
    if (asserted) hold_q <= 2'b11;
    else hold_q <= {hold_q[0], 1'b0};
  end

  assign rst = hold_q[1];
endmodule

`default_nettype wire

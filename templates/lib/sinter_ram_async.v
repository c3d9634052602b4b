// sinter_ram_async: memory with one write port and one read port that shows its word at once, as
// memories made of look-up tables do.
// Read latency 0 cycles; throughput a read and a write a cycle. A read of the address that is
// written in the same cycle gives the word before.
`default_nettype none

module sinter_ram_async #(
    parameter WIDTH = 8,
    parameter DEPTH = 16,
    parameter ADDRESS_BITS = 4
) (
    input  wire                    clk,
    input  wire                    write_enable,
    input  wire [ADDRESS_BITS-1:0] write_address,
    input  wire [       WIDTH-1:0] write_data,
    input  wire [ADDRESS_BITS-1:0] read_address,
    output wire [       WIDTH-1:0] read_data
);
  reg [WIDTH-1:0] memory[0:DEPTH-1];

  always @(posedge clk) if (write_enable) memory[write_address] <= write_data;
  assign read_data = memory[read_address];
endmodule

`default_nettype wire

// sinter_ram: memory with one write port and one read port on the same clock.
// Read latency 1 cycle, held while read_enable is low; throughput a read and a write a cycle.
// A read of the address that is written in the same cycle gives an undefined word: no user of this
// module does it.
`default_nettype none

module sinter_ram #(
    parameter WIDTH = 8,
    parameter DEPTH = 16,
    parameter ADDRESS_BITS = 4
) (
    input  wire                    clk,
    input  wire                    write_enable,
    input  wire [ADDRESS_BITS-1:0] write_address,
    input  wire [       WIDTH-1:0] write_data,
    input  wire                    read_enable,
    input  wire [ADDRESS_BITS-1:0] read_address,
    output reg  [       WIDTH-1:0] read_data
);
  reg [WIDTH-1:0] memory[0:DEPTH-1];

  always @(posedge clk) begin
    if (write_enable) memory[write_address] <= write_data;
    if (read_enable) read_data <= memory[read_address];
  end
endmodule

`default_nettype wire

// sinter_bins: sums by address, modulo 2^WIDTH: `add` adds a signed value to the sum at an address,
// or with `clear` starts that sum with it. Another port reads any sum. Two copies of one memory,
// for its two reads a cycle.
// Latency 1 cycle to an addition, 0 to a read; throughput one of each a cycle.
`default_nettype none

module sinter_bins #(
    parameter VALUE_BITS = 8,
    parameter WIDTH = 12,
    parameter ADDRESS_BITS = 5
) (
    input  wire                    clk,
    input  wire                    add,
    input  wire                    clear,
    input  wire [ADDRESS_BITS-1:0] address,
    input  wire [  VALUE_BITS-1:0] value,
    input  wire [ADDRESS_BITS-1:0] read_address,
    output wire [       WIDTH-1:0] read_sum
);
  localparam DEPTH = 1 << ADDRESS_BITS;

  wire [WIDTH-1:0] value_wide;
  wire [WIDTH-1:0] stored;
  wire [WIDTH-1:0] sum;

  sinter_sign_extend #(.IN_BITS(VALUE_BITS), .OUT_BITS(WIDTH)) extend (
      .in(value), .out(value_wide));

  sinter_masked_sum #(.WIDTH(WIDTH)) adder (
      .a(value_wide), .b(stored), .alone(clear), .sum(sum));

  sinter_ram_async #(
      .WIDTH(WIDTH),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) sums (
      .clk(clk),
      .write_enable(add),
      .write_address(address),
      .write_data(sum),
      .read_address(address),
      .read_data(stored)
  );

  sinter_ram_async #(
      .WIDTH(WIDTH),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) copy (
      .clk(clk),
      .write_enable(add),
      .write_address(address),
      .write_data(sum),
      .read_address(read_address),
      .read_data(read_sum)
  );
endmodule

`default_nettype wire

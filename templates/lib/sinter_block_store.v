// sinter_block_store: blocks of WORDS words, two of them: one fills while the other is read, in
// any order and as often as wanted. A block can be read from `full` to its `claim`, which comes
// with its last read or before; it is written again from the cycle after its `free`, which comes
// with it or later.
// Latency 1 cycle from a block's last word to `full` and from a read to its word; throughput a
// word a cycle in and out.
`default_nettype none

module sinter_block_store #(
    parameter WIDTH = 8,
    parameter WORDS = 6,
    parameter ADDRESS_BITS = 4      // addresses 2 * WORDS; the second block starts at WORDS
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    s_valid,
    output wire                    s_ready,
    input  wire [       WIDTH-1:0] s_data,
    output wire [             1:0] full,
    input  wire [             1:0] claim,
    input  wire [             1:0] free,
    input  wire                    read_enable,
    input  wire [ADDRESS_BITS-1:0] read_address,
    output wire [       WIDTH-1:0] read_data
);
  localparam [ADDRESS_BITS-1:0] FIRST = {ADDRESS_BITS{1'b0}};
  localparam integer FIRST_END_VALUE = WORDS - 1;
  localparam [ADDRESS_BITS-1:0] FIRST_END = FIRST_END_VALUE[ADDRESS_BITS-1:0];
  localparam integer SECOND_END_VALUE = 2 * WORDS - 1;
  localparam [ADDRESS_BITS-1:0] SECOND_END = SECOND_END_VALUE[ADDRESS_BITS-1:0];

  reg [1:0] full_q, held_q;          // held_q: blocks that cannot be written
  reg [ADDRESS_BITS-1:0] address_q;
  reg half_q;
  wire push = s_valid && s_ready;
  wire end_of_block = address_q == (half_q ? SECOND_END : FIRST_END);
  wire [1:0] fills = {half_q, !half_q} & {2{push && end_of_block}};
  assign s_ready = !held_q[half_q];
  assign full = full_q;

  always @(posedge clk) begin
    if (rst) begin
      address_q <= FIRST;
      half_q <= 1'b0;
      full_q <= 2'b00;
      held_q <= 2'b00;
    end else begin
      full_q <= (full_q & ~claim) | fills;
      held_q <= (held_q & ~free) | fills;
      if (push) begin
        address_q <= (end_of_block && half_q) ? FIRST : address_q + 1'b1;
        half_q <= half_q ^ end_of_block;
      end
    end
  end

  sinter_ram #(
      .WIDTH(WIDTH),
      .DEPTH(2 * WORDS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(address_q),
      .write_data(s_data),
      .read_enable(read_enable),
      .read_address(read_address),
      .read_data(read_data)
  );
endmodule

`default_nettype wire

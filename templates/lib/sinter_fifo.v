// sinter_fifo: first-in first-out buffer for a stream, first word falls through.
// Latency 2 cycles when empty, throughput one beat a cycle. Holds DEPTH beats in memory and one in
// its output register; DEPTH >= 2.
`default_nettype none

module sinter_fifo #(
    parameter WIDTH = 8,
    parameter DEPTH = 16,
    parameter ADDRESS_BITS = 4,
    parameter COUNT_BITS = 5
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
  localparam integer LAST_ADDRESS_VALUE = DEPTH - 1;
  localparam [ADDRESS_BITS-1:0] LAST_ADDRESS = LAST_ADDRESS_VALUE[ADDRESS_BITS-1:0];
  localparam [COUNT_BITS-1:0] FULL = DEPTH[COUNT_BITS-1:0];

  reg [ADDRESS_BITS-1:0] write_address_q;
  reg [ADDRESS_BITS-1:0] read_address_q;
  reg [  COUNT_BITS-1:0] count_q;
  reg                    valid_q;

  wire push = s_valid && s_ready;
  wire pop = (count_q != {COUNT_BITS{1'b0}}) && (!valid_q || m_ready);

  assign s_ready = count_q != FULL;
  assign m_valid = valid_q;

  sinter_ram #(
      .WIDTH(WIDTH + 1),
      .DEPTH(DEPTH),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data({s_last, s_data}),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data({m_last, m_data})
  );

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= {ADDRESS_BITS{1'b0}};
      read_address_q <= {ADDRESS_BITS{1'b0}};
      count_q <= {COUNT_BITS{1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (push)
        write_address_q <= (write_address_q == LAST_ADDRESS) ? {ADDRESS_BITS{1'b0}}
                                                             : write_address_q + 1'b1;
      if (pop)
        read_address_q <= (read_address_q == LAST_ADDRESS) ? {ADDRESS_BITS{1'b0}}
                                                           : read_address_q + 1'b1;
      if (push && !pop) count_q <= count_q + 1'b1;
      else if (!push && pop) count_q <= count_q - 1'b1;
      if (pop) valid_q <= 1'b1;
      else if (m_ready) valid_q <= 1'b0;
    end
  end
endmodule

`default_nettype wire

// sinter_transpose: the words of each block of a tensor in another order. A block of WORDS is
// written as it comes and read over AXES nested axes, axis 0 innermost, of LAST + 1 positions: STEP
// is what the address changes by (modulo its range) when an axis goes on and those inside of it
// start again. Two blocks of storage: one fills while the other is read.
// Latency 2 cycles from a block's last word, throughput one beat a cycle.
`default_nettype none

module sinter_transpose #(
    parameter WIDTH = 8,
    parameter WORDS = 6,
    parameter BLOCKS = 1,                          // of a tensor
    parameter BLOCK_BITS = 1,                      // counts to BLOCKS - 1
    parameter ADDRESS_BITS = 4,                    // addresses 2 * WORDS
    parameter AXES = 2,
    parameter INDEX_BITS = 2,                      // counts to every LAST
    parameter [AXES*INDEX_BITS-1:0] LASTS = 4'h9,  // axis 0 lowest
    parameter [AXES*ADDRESS_BITS-1:0] STEPS = 8'he3
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
  localparam [ADDRESS_BITS-1:0] FIRST = {ADDRESS_BITS{1'b0}};
  localparam [ADDRESS_BITS-1:0] SECOND = WORDS[ADDRESS_BITS-1:0];
  localparam integer LAST_BLOCK_VALUE = BLOCKS - 1;
  localparam [BLOCK_BITS-1:0] LAST_BLOCK = LAST_BLOCK_VALUE[BLOCK_BITS-1:0];

  reg valid_q;
  reg final_q;   // the beat in the output register is the tensor's last
  assign m_valid = valid_q;
  assign m_last  = final_q;

  // ---- read -----------------------------------------------------------------------------------
  reg [ADDRESS_BITS-1:0] read_address_q;
  reg [ADDRESS_BITS-1:0] address_step;
  reg [  BLOCK_BITS-1:0] block_q;
  reg                    read_half_q;
  wire [AXES-1:0] at_last;
  wire [AXES-1:0] goes_on;   // the axis that does; none at the end of a block
  wire [1:0] full;           // halves that hold a whole block
  wire pop = full[read_half_q] && (!valid_q || m_ready);
  wire end_of_read = &at_last;
  wire end_of_tensor = end_of_read && (block_q == LAST_BLOCK);

  always @(posedge clk) begin
    if (rst) begin
      read_address_q <= FIRST;
      read_half_q <= 1'b0;
      block_q <= {BLOCK_BITS{1'b0}};
      valid_q <= 1'b0;
      final_q <= 1'b0;
    end else if (pop) begin
      if (end_of_read) read_address_q <= read_half_q ? FIRST : SECOND;
      else read_address_q <= read_address_q + address_step;
      read_half_q <= read_half_q ^ end_of_read;
      if (end_of_read) block_q <= end_of_tensor ? {BLOCK_BITS{1'b0}} : block_q + 1'b1;
      valid_q <= 1'b1;
      final_q <= end_of_tensor;
    end else if (m_ready) begin
      valid_q <= 1'b0;
    end
  end

  genvar axis;
  generate
    for (axis = 0; axis < AXES; axis = axis + 1) begin : gen_axis
      localparam [INDEX_BITS-1:0] LAST = LASTS[axis*INDEX_BITS+:INDEX_BITS];
      localparam [AXES-1:0] INNER = {AXES{1'b1}} >> (AXES - axis);
      reg [INDEX_BITS-1:0] index_q;
      wire inner_end = &(at_last | ~INNER);

      assign at_last[axis] = index_q == LAST;
      assign goes_on[axis] = inner_end && !at_last[axis];

      always @(posedge clk) begin
        if (rst) index_q <= {INDEX_BITS{1'b0}};
        else if (pop && inner_end) index_q <= at_last[axis] ? {INDEX_BITS{1'b0}} : index_q + 1'b1;
      end
    end
  endgenerate

  integer i;
  always @* begin
    address_step = {ADDRESS_BITS{1'b0}};
    for (i = 0; i < AXES; i = i + 1)
      address_step = address_step | (STEPS[i*ADDRESS_BITS+:ADDRESS_BITS]
                                     & {ADDRESS_BITS{goes_on[i]}});
  end

  // ---- storage --------------------------------------------------------------------------------
  wire [1:0] empties = {read_half_q, !read_half_q} & {2{pop && end_of_read}};

  sinter_block_store #(
      .WIDTH(WIDTH),
      .WORDS(WORDS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) store (
      .clk(clk),
      .rst(rst),
      .s_valid(s_valid),
      .s_ready(s_ready),
      .s_data(s_data),
      .full(full),
      .claim(empties),
      .free(empties),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data(m_data)
  );

  // The tensor's end is known by counting.
  wire unused = &{1'b0, s_last};
endmodule

`default_nettype wire

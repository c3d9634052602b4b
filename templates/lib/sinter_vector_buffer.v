// sinter_vector_buffer: takes a vector of WORDS beats once and gives it PASSES times in a row,
// while the next vector is taken in. Two vectors of storage.
// Latency 2 cycles from a beat in to the same beat out; throughput one beat a cycle out, so that a
// vector costs WORDS * PASSES cycles without a bubble. m_last only with the last beat of the last
// pass.
`default_nettype none

module sinter_vector_buffer #(
    parameter WIDTH = 8,
    parameter WORDS = 16,
    parameter PASSES = 2,
    parameter ADDRESS_BITS = 5,
    parameter PASS_BITS = 1
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
  // One more bit than an address: counts reach 2 * WORDS, which an address need not.
  localparam COUNT_BITS = ADDRESS_BITS + 1;
  localparam integer CAPACITY_VALUE = 2 * WORDS;
  localparam [COUNT_BITS-1:0] CAPACITY = CAPACITY_VALUE[COUNT_BITS-1:0];
  localparam [COUNT_BITS-1:0] VECTOR = WORDS[COUNT_BITS-1:0];
  localparam integer LAST_ADDRESS_VALUE = 2 * WORDS - 1;
  localparam [ADDRESS_BITS-1:0] LAST_ADDRESS = LAST_ADDRESS_VALUE[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] SECOND_HALF = WORDS[ADDRESS_BITS-1:0];
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [COUNT_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[COUNT_BITS-1:0];
  localparam integer LAST_PASS_VALUE = PASSES - 1;
  localparam [PASS_BITS-1:0] LAST_PASS = LAST_PASS_VALUE[PASS_BITS-1:0];

  reg [ADDRESS_BITS-1:0] write_address_q;
  reg [ADDRESS_BITS-1:0] read_address_q;
  reg                    half_q;     // which half the reader works on
  reg [  COUNT_BITS-1:0] filled_q;   // beats held, counted from the start of the reader's half
  reg [  COUNT_BITS-1:0] word_q;
  reg [   PASS_BITS-1:0] pass_q;
  reg                    valid_q;
  reg                    final_q;    // the beat in the output register is the vector's last
  wire                   stored_last;

  wire push = s_valid && s_ready;
  wire pop = (word_q < filled_q) && (!valid_q || m_ready);
  wire end_of_pass = word_q == LAST_WORD;
  wire end_of_vector = end_of_pass && (pass_q == LAST_PASS);
  wire release_vector = pop && end_of_vector;

  assign s_ready = filled_q != CAPACITY;
  assign m_valid = valid_q;
  assign m_last = stored_last && final_q;

  sinter_ram #(
      .WIDTH(WIDTH + 1),
      .DEPTH(2 * WORDS),
      .ADDRESS_BITS(ADDRESS_BITS)
  ) ram (
      .clk(clk),
      .write_enable(push),
      .write_address(write_address_q),
      .write_data({s_last, s_data}),
      .read_enable(pop),
      .read_address(read_address_q),
      .read_data({stored_last, m_data})
  );

  always @(posedge clk) begin
    if (rst) begin
      write_address_q <= {ADDRESS_BITS{1'b0}};
      read_address_q <= {ADDRESS_BITS{1'b0}};
      half_q <= 1'b0;
      filled_q <= {COUNT_BITS{1'b0}};
      word_q <= {COUNT_BITS{1'b0}};
      pass_q <= {PASS_BITS{1'b0}};
      valid_q <= 1'b0;
      final_q <= 1'b0;
    end else begin
      if (push)
        write_address_q <= (write_address_q == LAST_ADDRESS) ? {ADDRESS_BITS{1'b0}}
                                                             : write_address_q + 1'b1;
      filled_q <= filled_q + {{(COUNT_BITS - 1){1'b0}}, push}
                           - (release_vector ? VECTOR : {COUNT_BITS{1'b0}});
      if (pop) begin
        word_q <= end_of_pass ? {COUNT_BITS{1'b0}} : word_q + 1'b1;
        if (end_of_pass) begin
          pass_q <= end_of_vector ? {PASS_BITS{1'b0}} : pass_q + 1'b1;
          half_q <= half_q ^ end_of_vector;
          read_address_q <= (half_q ^ end_of_vector) ? SECOND_HALF : {ADDRESS_BITS{1'b0}};
        end else begin
          read_address_q <= read_address_q + 1'b1;
        end
        valid_q <= 1'b1;
        final_q <= end_of_vector;
      end else if (m_ready) begin
        valid_q <= 1'b0;
      end
    end
  end
endmodule

`default_nettype wire

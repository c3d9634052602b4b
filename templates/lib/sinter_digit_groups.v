// sinter_digit_groups: takes a vector of WORDS beats and gives it PASSES times in digits of two
// bits, four digits a lane and beat: of one element of 8 bits, of two of 4 or of four of 2,
// whichever the vector's widest element needs. Four banks hold words 4g to 4g + 3; a beat takes
// one, two or four. Elements have BITS bits, at most 8. Of m_data the digits of all lanes lowest,
// lane by lane, above them
//   address of group and pass, first word of the group (2 bits), mode (2 bits: 0 for 8 bits, 1 for
//   4, 2 for 2), starts and ends (of a pass). Digits of words that there are none are zero.
// Latency 2 cycles from a vector's last beat to its first digits; throughput a beat out a cycle:
// PASSES * ceil(WORDS / 1, 2 or 4) cycles a vector, the next one taken in meanwhile.
`default_nettype none

module sinter_digit_groups #(
    parameter LANES = 4,
    parameter BITS = 8,
    parameter SIGNED = 1,
    parameter WORDS = 5,
    parameter PASSES = 1,
    parameter GROUPS = 2,          // ceil(WORDS / 4)
    parameter WORD_BITS = 4,       // counts to WORDS + 3
    parameter RAM_BITS = 2,        // addresses 2 * GROUPS words
    parameter ADDRESS_BITS = 1     // addresses GROUPS * PASSES
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire                  s_last,
    input  wire [LANES*BITS-1:0] s_data,
    output wire                  m_valid,
    input  wire                  m_ready,
    output wire                  m_last,
    output wire [LANES*8+ADDRESS_BITS+6-1:0] m_data
);
  localparam [WORD_BITS-1:0] NO_WORD = {WORD_BITS{1'b0}};
  localparam [WORD_BITS-1:0] END = WORDS[WORD_BITS-1:0];
  localparam integer LAST_WORD_VALUE = WORDS - 1;
  localparam [WORD_BITS-1:0] LAST_WORD = LAST_WORD_VALUE[WORD_BITS-1:0];
  localparam [RAM_BITS-1:0] SECOND_HALF = GROUPS[RAM_BITS-1:0];
  localparam integer LAST_PASS_VALUE = GROUPS * (PASSES - 1);
  localparam [ADDRESS_BITS-1:0] LAST_PASS = LAST_PASS_VALUE[ADDRESS_BITS-1:0];
  localparam [ADDRESS_BITS-1:0] PASS_STEP = GROUPS[ADDRESS_BITS-1:0];

  // ---- in: elements of eight bits, and whether any needs more than two or four of them ---------
  wire [LANES*8-1:0] elements;
  wire [ LANES-1:0] unused_sign;
  reg                write_half_q;
  reg  [WORD_BITS-1:0] write_word_q;
  reg  [        1:0] full_q;
  reg  [        1:0] final_q;     // of each half: its vector ends a tensor
  reg  [        1:0] mode_q [0:1];
  reg  [        1:0] needs_q;     // bit 0: more than two bits, bit 1: more than four
  reg  [        1:0] needs;

  wire push = s_valid && s_ready;
  wire vector_in = push && (write_word_q == LAST_WORD);
  assign s_ready = !full_q[write_half_q];

  genvar lane, bank;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_element
      wire sign = (SIGNED != 0) && s_data[lane*BITS+BITS-1];
      sinter_sign_extend #(.IN_BITS(BITS + 1), .OUT_BITS(9)) extend (
          .in({sign, s_data[lane*BITS+:BITS]}), .out({unused_sign[lane], elements[8*lane+:8]}));
    end
  endgenerate

  integer each;
  always @* begin
    needs = (write_word_q == NO_WORD) ? 2'b00 : needs_q;
    for (each = 0; each < LANES; each = each + 1) begin
      if (SIGNED != 0) begin
        needs[0] = needs[0] || (elements[8*each+2+:6] != {6{elements[8*each+1]}});
        needs[1] = needs[1] || (elements[8*each+4+:4] != {4{elements[8*each+3]}});
      end else begin
        needs[0] = needs[0] || (elements[8*each+2+:6] != 6'd0);
        needs[1] = needs[1] || (elements[8*each+4+:4] != 4'd0);
      end
    end
  end

  // ---- out: pass and word ----------------------------------------------------------------------
  reg                    half_q;
  reg  [  WORD_BITS-1:0] word_q;    // first of the beat
  reg  [ADDRESS_BITS-1:0] pass_q;   // address of the pass' first group
  reg                    valid_q;

  wire [1:0] mode = mode_q[half_q];
  wire [WORD_BITS-1:0] next_word =
      word_q + {{(WORD_BITS - 3){1'b0}}, mode[1], mode[0], mode == 2'd0};
  wire pop = full_q[half_q] && (!valid_q || m_ready);
  wire end_of_pass = next_word >= END;
  wire end_of_vector = end_of_pass && pass_q == LAST_PASS;

  always @(posedge clk) begin
    if (rst) begin
      write_half_q <= 1'b0;
      write_word_q <= NO_WORD;
      full_q <= 2'b00;
      half_q <= 1'b0;
      word_q <= NO_WORD;
      pass_q <= {ADDRESS_BITS{1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (push) write_word_q <= vector_in ? NO_WORD : write_word_q + 1'b1;
      write_half_q <= write_half_q ^ vector_in;
      if (vector_in) full_q[write_half_q] <= 1'b1;
      if (pop && end_of_vector) full_q[half_q] <= 1'b0;
      if (pop) begin
        valid_q <= 1'b1;
        half_q <= half_q ^ end_of_vector;
        word_q <= end_of_pass ? NO_WORD : next_word;
        if (end_of_pass) pass_q <= end_of_vector ? {ADDRESS_BITS{1'b0}} : pass_q + PASS_STEP;
      end else if (m_ready) begin
        valid_q <= 1'b0;
      end
    end
  end

  always @(posedge clk) begin
    if (push) needs_q <= needs;
    if (vector_in) begin
      mode_q[write_half_q] <= needs[1] ? 2'd0 : needs[0] ? 2'd1 : 2'd2;
      final_q[write_half_q] <= s_last;
    end
  end

  // ---- the four banks ---------------------------------------------------------------------------
  wire [RAM_BITS-1:0] write_group;
  wire [RAM_BITS-1:0] read_group;
  wire [ADDRESS_BITS-1:0] address;
  wire [4*LANES*8-1:0] words;
  reg  [3:0] filled_q;               // words of the group that there are
  reg  [ADDRESS_BITS+6-1:0] control_q;
  reg                 last_q;

  sinter_sign_extend #(.IN_BITS(WORD_BITS - 1), .OUT_BITS(RAM_BITS)) fit_write (
      .in({1'b0, write_word_q[WORD_BITS-1:2]}), .out(write_group));
  sinter_sign_extend #(.IN_BITS(WORD_BITS - 1), .OUT_BITS(RAM_BITS)) fit_read (
      .in({1'b0, word_q[WORD_BITS-1:2]}), .out(read_group));
  sinter_sign_extend #(.IN_BITS(WORD_BITS - 1), .OUT_BITS(ADDRESS_BITS)) fit_address (
      .in({1'b0, word_q[WORD_BITS-1:2]}), .out(address));

  generate
    for (bank = 0; bank < 4; bank = bank + 1) begin : gen_bank
      localparam integer PLACE_VALUE = bank;
      localparam [1:0] PLACE = PLACE_VALUE[1:0];
      sinter_ram #(
          .WIDTH(LANES * 8),
          .DEPTH(2 * GROUPS),
          .ADDRESS_BITS(RAM_BITS)
      ) ram (
          .clk(clk),
          .write_enable(push && write_word_q[1:0] == PLACE),
          .write_address(write_half_q ? SECOND_HALF + write_group : write_group),
          .write_data(elements),
          .read_enable(pop),
          .read_address(half_q ? SECOND_HALF + read_group : read_group),
          .read_data(words[bank*LANES*8+:LANES*8])
      );
      always @(posedge clk) if (pop) filled_q[bank] <= {word_q[WORD_BITS-1:2], PLACE} < END;
    end
  endgenerate

  always @(posedge clk) begin
    if (pop) begin
      control_q <= {end_of_pass, word_q == NO_WORD, mode, word_q[1:0], pass_q + address};
      last_q <= end_of_vector && final_q[half_q];
    end
  end

  // ---- digits ---------------------------------------------------------------------------------
  wire [1:0] first = control_q[ADDRESS_BITS+:2];
  wire [1:0] width = control_q[ADDRESS_BITS+2+:2];

  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
      wire [31:0] held;   // this lane's element of each bank
      for (bank = 0; bank < 4; bank = bank + 1) begin : gen_held
        assign held[8*bank+:8] =
            words[(bank*LANES+lane)*8+:8] & {8{filled_q[bank]}};
      end
      wire [7:0] one = held[8*first+:8];
      wire [7:0] two = first[1] ? {held[27:24], held[19:16]} : {held[11:8], held[3:0]};
      wire [7:0] four = {held[25:24], held[17:16], held[9:8], held[1:0]};
      assign m_data[8*lane+:8] = width[1] ? four : width[0] ? two : one;
      wire unused = &{1'b0, held};
    end
  endgenerate
  assign m_data[LANES*8+:ADDRESS_BITS+6] = control_q;
  assign m_valid = valid_q;
  assign m_last  = last_q;
endmodule

`default_nettype wire

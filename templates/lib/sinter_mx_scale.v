// sinter_mx_scale: the scale of each block of a row, as OCP Microscaling defines it: exponent of
// the block's largest magnitude, less EMAX, as 2^(code - 127). Blocks of BLOCK_BEATS beats, the
// last one of a row may be shorter. Of a block of zeros the code is 0, of one with an infinity or a
// NaN 255. Of integers the leading one of all magnitudes together is that of the largest.
// Latency 3 cycles from a block's last beat, throughput one beat a cycle.
`default_nettype none

module sinter_mx_scale #(
    parameter LANES = 4,
    parameter LANE_LEVELS = 2,    // ceil(log2(LANES))
    parameter IN_BITS = 8,        // signed integers, or 32 of single precision
    parameter FLOAT = 0,
    parameter EMAX = 8,           // exponent of the largest element
    parameter BLOCK_BEATS = 8,
    parameter ROW_BEATS = 20,
    parameter COUNT_BITS = 5      // counts to ROW_BEATS
) (
    input  wire                     clk,
    input  wire                     rst,
    input  wire                     s_valid,
    output wire                     s_ready,
    input  wire                     s_last,
    input  wire [LANES*IN_BITS-1:0] s_data,
    output wire                     m_valid,
    input  wire                     m_ready,
    output wire                     m_last,
    output wire [              7:0] m_data
);
  localparam integer LAST_OF_BLOCK_VALUE = BLOCK_BEATS - 1;
  localparam [COUNT_BITS-1:0] LAST_OF_BLOCK = LAST_OF_BLOCK_VALUE[COUNT_BITS-1:0];
  localparam integer LAST_OF_ROW_VALUE = ROW_BEATS - 1;
  localparam [COUNT_BITS-1:0] LAST_OF_ROW = LAST_OF_ROW_VALUE[COUNT_BITS-1:0];

  reg [2:0] valid_q;
  reg [2:0] last_q;
  reg first_q;
  wire enable = !valid_q[2] || m_ready;
  wire push = s_valid && enable;

  assign s_ready = enable;
  assign m_valid = valid_q[2];
  assign m_last  = last_q[2];

  // ---- where the beat stands in its block and its row -----------------------------------------
  reg [COUNT_BITS-1:0] beat_q, row_beat_q;
  wire ends_row = row_beat_q == LAST_OF_ROW;
  wire ends_block = ends_row || (beat_q == LAST_OF_BLOCK);
  reg  final_q;

  always @(posedge clk) begin
    if (rst) begin
      beat_q <= {COUNT_BITS{1'b0}};
      row_beat_q <= {COUNT_BITS{1'b0}};
    end else if (push) begin
      beat_q <= ends_block ? {COUNT_BITS{1'b0}} : beat_q + 1'b1;
      row_beat_q <= ends_row ? {COUNT_BITS{1'b0}} : row_beat_q + 1'b1;
    end
  end

  // Only a block's last beat goes on to the scale.
  reg final_q2;
  always @(posedge clk) begin
    if (rst) valid_q <= 3'b000;
    else if (enable) valid_q <= {valid_q[1] && final_q2, valid_q[0], s_valid};
  end
  always @(posedge clk) begin
    if (enable) begin
      last_q <= {last_q[1:0], s_last};
      first_q <= beat_q == {COUNT_BITS{1'b0}};
      final_q <= ends_block;
      final_q2 <= final_q;
    end
  end

  reg [7:0] code_q;
  assign m_data = code_q;

  genvar lane;
  generate
    if (FLOAT == 1) begin : gen_float
      wire [LANES*8-1:0] exponents;
      wire [7:0] largest;
      for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
        assign exponents[lane*8+:8] = s_data[lane*32+23+:8];
        wire unused = &{1'b0, s_data[lane*32+31], s_data[lane*32+:23]};
      end
      sinter_maximum_tree #(
          .INPUTS(LANES),
          .BITS(8),
          .SIGNED(0),
          .LEVELS(LANE_LEVELS)
      ) tree (
          .values(exponents),
          .maximum(largest)
      );

      reg [7:0] beat_largest_q, largest_q;
      always @(posedge clk) begin
        if (enable) begin
          beat_largest_q <= largest;
          if (valid_q[0] && (first_q || (beat_largest_q > largest_q))) largest_q <= beat_largest_q;
          if (largest_q == 8'd255) code_q <= 8'd255;
          else code_q <= (largest_q > EMAX[7:0]) ? largest_q - EMAX[7:0] : 8'd0;
        end
      end
    end else begin : gen_integer
      // One bit more than a magnitude needs, for that of the most negative number.
      wire [LANES*IN_BITS-1:0] magnitudes;
      for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
        wire [IN_BITS-1:0] value = s_data[lane*IN_BITS+:IN_BITS];
        assign magnitudes[lane*IN_BITS+:IN_BITS] = value[IN_BITS-1] ? ~value + 1'b1 : value;
      end

      reg [IN_BITS-1:0] together;
      integer i;
      always @* begin
        together = {IN_BITS{1'b0}};
        for (i = 0; i < LANES; i = i + 1) together = together | magnitudes[i*IN_BITS+:IN_BITS];
      end

      reg [IN_BITS-1:0] beat_together_q, together_q;
      reg [7:0] code;
      integer place, biased;
      always @* begin
        code = 8'd0;
        biased = 0;
        for (place = 0; place < IN_BITS; place = place + 1) begin
          biased = place + 127 - EMAX;
          if (together_q[place]) code = biased[7:0];
        end
      end

      always @(posedge clk) begin
        if (enable) begin
          beat_together_q <= together;
          if (valid_q[0]) together_q <= first_q ? beat_together_q : beat_together_q | together_q;
          code_q <= code;
        end
      end
      wire unused = &{1'b0, biased[31:8]};
    end
  endgenerate

  wire unused_levels = &{1'b0, LANE_LEVELS[0]};
endmodule

`default_nettype wire

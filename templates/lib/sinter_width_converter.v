// sinter_width_converter: the same elements with another number of lanes a beat, a multiple or a
// divisor.
// Elements come in groups (a vector, a pixel, a whole tensor): a group starts with a new beat on
// both sides, its last beat may be partly filled, unused lanes are zero. m_last with the last beat
// of the group whose last beat came with s_last.
// Latency 1 cycle from the input beat that completes an output beat; throughput: the wider side's
// beats follow each other as fast as the narrower side's one beat a cycle allows.
`default_nettype none

module sinter_width_converter #(
    parameter ELEMENT_BITS = 8,
    parameter IN_LANES = 1,
    parameter OUT_LANES = 4,
    parameter GROUP = 16,          // elements in a group
    parameter IN_BEATS = 16,       // ceil(GROUP / IN_LANES)
    parameter TAIL = 1,            // elements in the last input beat of a group
    parameter BEAT_BITS = 5,       // counts to IN_BEATS
    parameter COUNT_BITS = 4       // counts to IN_LANES + OUT_LANES
) (
    input  wire                              clk,
    input  wire                              rst,
    input  wire                              s_valid,
    output wire                              s_ready,
    input  wire                              s_last,
    input  wire [ IN_LANES*ELEMENT_BITS-1:0] s_data,
    output wire                              m_valid,
    input  wire                              m_ready,
    output wire                              m_last,
    output wire [OUT_LANES*ELEMENT_BITS-1:0] m_data
);
  localparam integer LAST_BEAT_VALUE = IN_BEATS - 1;
  localparam [BEAT_BITS-1:0] LAST_BEAT = LAST_BEAT_VALUE[BEAT_BITS-1:0];

  wire push = s_valid && s_ready;

  // Where the input stands in its group.
  reg [BEAT_BITS-1:0] beat_q;
  wire end_of_group = beat_q == LAST_BEAT;

  always @(posedge clk) begin
    if (rst) beat_q <= {BEAT_BITS{1'b0}};
    else if (push) beat_q <= end_of_group ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
  end

  generate
    if (OUT_LANES % IN_LANES == 0) begin : gen_widen
      // Input beats fill the slots of one output beat.
      localparam SLOTS = OUT_LANES / IN_LANES;
      localparam integer LAST_SLOT_VALUE = SLOTS - 1;
      localparam [COUNT_BITS-1:0] LAST_SLOT = LAST_SLOT_VALUE[COUNT_BITS-1:0];
      localparam SLOT_WIDTH = IN_LANES * ELEMENT_BITS;

      reg [COUNT_BITS-1:0] slot_q;
      reg valid_q;
      reg last_q;
      wire completes = end_of_group || (slot_q == LAST_SLOT);

      assign s_ready = !valid_q || m_ready;
      assign m_valid = valid_q;
      assign m_last  = last_q;

      always @(posedge clk) begin
        if (rst) begin
          slot_q  <= {COUNT_BITS{1'b0}};
          valid_q <= 1'b0;
        end else if (push) begin
          slot_q  <= completes ? {COUNT_BITS{1'b0}} : slot_q + 1'b1;
          valid_q <= completes;
        end else if (m_ready) begin
          valid_q <= 1'b0;
        end
      end

      always @(posedge clk) if (push) last_q <= s_last;

      genvar slot;
      for (slot = 0; slot < SLOTS; slot = slot + 1) begin : gen_slot
        localparam [COUNT_BITS-1:0] INDEX = slot[COUNT_BITS-1:0];
        reg [SLOT_WIDTH-1:0] data_q;
        // A new beat starts with slot 0, which clears the slots that a short group leaves unused.
        always @(posedge clk) begin
          if (push) begin
            if (slot_q == INDEX) data_q <= s_data;
            else if (slot_q == {COUNT_BITS{1'b0}}) data_q <= {SLOT_WIDTH{1'b0}};
          end
        end
        assign m_data[slot*SLOT_WIDTH+:SLOT_WIDTH] = data_q;
      end
      wire unused = &{1'b0, GROUP[0], TAIL[0]};
    end else begin : gen_narrow
      // One input beat is shifted out; the last beat of a group may hold less.
      localparam PARTS = IN_LANES / OUT_LANES;
      localparam TAIL_PARTS = (TAIL + OUT_LANES - 1) / OUT_LANES;
      localparam OUT_WIDTH = OUT_LANES * ELEMENT_BITS;
      localparam integer PARTS_LEFT_VALUE = PARTS - 1;
      localparam [COUNT_BITS-1:0] PARTS_LEFT = PARTS_LEFT_VALUE[COUNT_BITS-1:0];
      localparam integer TAIL_PARTS_LEFT_VALUE = TAIL_PARTS - 1;
      localparam [COUNT_BITS-1:0] TAIL_PARTS_LEFT = TAIL_PARTS_LEFT_VALUE[COUNT_BITS-1:0];

      reg [COUNT_BITS-1:0] left_q;   // parts after the one that is shown
      reg valid_q;
      reg last_q;
      reg [IN_LANES*ELEMENT_BITS-1:0] data_q;
      wire at_end = left_q == {COUNT_BITS{1'b0}};

      assign s_ready = !valid_q || (m_ready && at_end);
      assign m_valid = valid_q;
      assign m_last  = last_q && at_end;
      assign m_data  = data_q[OUT_WIDTH-1:0];

      always @(posedge clk) begin
        if (rst) valid_q <= 1'b0;
        else if (push) valid_q <= 1'b1;
        else if (m_ready && at_end) valid_q <= 1'b0;
      end

      always @(posedge clk) begin
        if (push) begin
          left_q <= end_of_group ? TAIL_PARTS_LEFT : PARTS_LEFT;
          last_q <= s_last;
          data_q <= s_data;
        end else if (m_ready) begin
          left_q <= left_q - 1'b1;
          data_q <= data_q >> OUT_WIDTH;
        end
      end
      wire unused = &{1'b0, GROUP[0]};
    end
  endgenerate
endmodule

`default_nettype wire

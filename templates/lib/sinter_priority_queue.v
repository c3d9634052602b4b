// sinter_priority_queue: the K largest items of each row, the largest first. A row of K cells, each
// of which keeps the better of what it has and what comes, and hands the other on a cycle later.
// Latency 2 cycles from a row's last item to its first result, throughput one item a cycle.
`default_nettype none

module sinter_priority_queue #(
    parameter K = 3,
    parameter ITEM = 12
) (
    input  wire            clk,
    input  wire            rst,
    input  wire            s_valid,
    output wire            s_ready,
    input  wire            s_last,
    input  wire            s_first,       // of its row, which has K items or more
    input  wire            s_row_last,
    input  wire [ITEM-1:0] s_data,
    output wire            m_valid,
    input  wire            m_ready,
    output wire            m_last,
    output wire [ITEM-1:0] m_data
);
  reg valid_q;
  wire enable = !valid_q || m_ready;
  wire push = s_valid && enable;
  assign s_ready = enable;

  // ---- the cells ------------------------------------------------------------------------------
  wire [(K+1)*ITEM-1:0] items;               // what comes to each cell
  wire [K:0] item_valid;
  wire [K:0] beat_valid, beat_first, beat_last, tensor_last;   // the row's beats go along
  wire [K*ITEM-1:0] kept;
  wire [K-1:0] leaves, leaves_last;

  assign items[ITEM-1:0] = s_data;
  assign item_valid[0] = push;
  assign beat_valid[0] = push;
  assign beat_first[0] = s_first;
  assign beat_last[0] = s_row_last;
  assign tensor_last[0] = s_last;

  genvar place_of;
  generate
    for (place_of = 0; place_of < K; place_of = place_of + 1) begin : gen_cell
      reg kept_valid_q, passed_valid_q;
      reg beat_valid_q, beat_first_q, beat_last_q, tensor_last_q;
      reg [ITEM-1:0] kept_q, passed_q;
      wire [ITEM-1:0] item = items[place_of*ITEM+:ITEM];
      wire comes = item_valid[place_of];
      wire starts = beat_valid[place_of] && beat_first[place_of];
      wire had = kept_valid_q && !starts;
      wire better = !had || (item > kept_q);

      always @(posedge clk) begin
        if (rst) begin
          kept_valid_q <= 1'b0;
          passed_valid_q <= 1'b0;
          beat_valid_q <= 1'b0;
        end else if (enable) begin
          kept_valid_q <= had || comes;
          passed_valid_q <= had && comes;
          beat_valid_q <= beat_valid[place_of];
        end
      end

      always @(posedge clk) begin
        if (enable) begin
          if (comes && better) kept_q <= item;
          passed_q <= better ? kept_q : item;
          beat_first_q <= beat_first[place_of];
          beat_last_q <= beat_last[place_of];
          tensor_last_q <= tensor_last[place_of];
        end
      end

      assign items[(place_of+1)*ITEM+:ITEM] = passed_q;
      assign item_valid[place_of+1] = passed_valid_q;
      assign beat_valid[place_of+1] = beat_valid_q;
      assign beat_first[place_of+1] = beat_first_q;
      assign beat_last[place_of+1] = beat_last_q;
      assign tensor_last[place_of+1] = tensor_last_q;
      assign kept[place_of*ITEM+:ITEM] = kept_q;
      assign leaves[place_of] = beat_valid_q && beat_last_q;
      assign leaves_last[place_of] = tensor_last_q;
    end
  endgenerate

  // ---- results: as a row's last beat goes past the cells, one after the other is final --------
  reg [ITEM-1:0] result;
  reg [ITEM-1:0] result_q;
  reg last_q;
  integer i;

  always @* begin
    result = {ITEM{1'b0}};
    for (i = 0; i < K; i = i + 1) result = result | (kept[i*ITEM+:ITEM] & {ITEM{leaves[i]}});
  end

  always @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (enable) valid_q <= |leaves;
  end
  always @(posedge clk) begin
    if (enable) begin
      result_q <= result;
      last_q <= leaves[K-1] && leaves_last[K-1];
    end
  end

  assign m_valid = valid_q;
  assign m_last  = last_q;
  assign m_data  = result_q;

  wire unused = &{1'b0, items[K*ITEM+:ITEM], item_valid[K], beat_valid[K], beat_first[K],
                  beat_last[K], tensor_last[K]};
endmodule

`default_nettype wire

// sinter_select: the word with number `index` of COUNT words side by side; zero beyond them.
// Combinational: an AND-OR multiplexer.
`default_nettype none

module sinter_select #(
    parameter WIDTH = 8,
    parameter COUNT = 4,
    parameter INDEX_BITS = 2
) (
    input  wire [COUNT*WIDTH-1:0] words,
    input  wire [ INDEX_BITS-1:0] index,
    output reg  [      WIDTH-1:0] word
);
  integer i;
  always @* begin
    word = {WIDTH{1'b0}};
    for (i = 0; i < COUNT; i = i + 1)
      word = word | (words[i*WIDTH+:WIDTH] & {WIDTH{index == i[INDEX_BITS-1:0]}});
  end
endmodule

`default_nettype wire

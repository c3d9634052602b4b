// sinter_mx_product_e2m1: exact product of two E2M1 elements of Microscaling in quarters: both
// magnitudes have six bits together, the inputs of one look-up table for each bit of their product.
// Latency 0 cycles, combinational; throughput: every product that stands there.
`default_nettype none

module sinter_mx_product_e2m1 (
    input  wire [3:0] a,
    input  wire [3:0] b,
    output wire [8:0] product
);
  reg [7:0] magnitude;
  always @* begin
    case ({a[2:0], b[2:0]})
      6'o11: magnitude = 8'd1;
      6'o12: magnitude = 8'd2;
      6'o13: magnitude = 8'd3;
      6'o14: magnitude = 8'd4;
      6'o15: magnitude = 8'd6;
      6'o16: magnitude = 8'd8;
      6'o17: magnitude = 8'd12;
      6'o21: magnitude = 8'd2;
      6'o22: magnitude = 8'd4;
      6'o23: magnitude = 8'd6;
      6'o24: magnitude = 8'd8;
      6'o25: magnitude = 8'd12;
      6'o26: magnitude = 8'd16;
      6'o27: magnitude = 8'd24;
      6'o31: magnitude = 8'd3;
      6'o32: magnitude = 8'd6;
      6'o33: magnitude = 8'd9;
      6'o34: magnitude = 8'd12;
      6'o35: magnitude = 8'd18;
      6'o36: magnitude = 8'd24;
      6'o37: magnitude = 8'd36;
      6'o41: magnitude = 8'd4;
      6'o42: magnitude = 8'd8;
      6'o43: magnitude = 8'd12;
      6'o44: magnitude = 8'd16;
      6'o45: magnitude = 8'd24;
      6'o46: magnitude = 8'd32;
      6'o47: magnitude = 8'd48;
      6'o51: magnitude = 8'd6;
      6'o52: magnitude = 8'd12;
      6'o53: magnitude = 8'd18;
      6'o54: magnitude = 8'd24;
      6'o55: magnitude = 8'd36;
      6'o56: magnitude = 8'd48;
      6'o57: magnitude = 8'd72;
      6'o61: magnitude = 8'd8;
      6'o62: magnitude = 8'd16;
      6'o63: magnitude = 8'd24;
      6'o64: magnitude = 8'd32;
      6'o65: magnitude = 8'd48;
      6'o66: magnitude = 8'd64;
      6'o67: magnitude = 8'd96;
      6'o71: magnitude = 8'd12;
      6'o72: magnitude = 8'd24;
      6'o73: magnitude = 8'd36;
      6'o74: magnitude = 8'd48;
      6'o75: magnitude = 8'd72;
      6'o76: magnitude = 8'd96;
      6'o77: magnitude = 8'd144;
      default: magnitude = 8'd0;
    endcase
  end

  wire negative = a[3] ^ b[3];
  assign product = ({1'b0, magnitude} ^ {9{negative}}) + {8'd0, negative};
endmodule

`default_nettype wire

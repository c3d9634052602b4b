// sinter_mx_element: a number over 2^(scale - 127) to the nearest element of Microscaling, ties to
// even. Codes of elements are IEEE's: as long as a number is subnormal its code is a multiple of
// the least one, above that its exponent stands over the mantissa, and a carry goes from one to the
// other by itself. int8 has no exponent: all its numbers are subnormal.
// Of scale 255, NaN, the code is 0; an infinity is the largest element, a NaN the code NAN.
// Latency 4 cycles, throughput one number a cycle.
`default_nettype none

module sinter_mx_element #(
    parameter IN_BITS = 8,           // a signed integer, or 32 of single precision
    parameter FLOAT = 0,
    parameter MAGNITUDE_BITS = 8,    // IN_BITS, or 24
    parameter PLACE_BITS = 4,        // counts to MAGNITUDE_BITS
    parameter EXPONENT_BITS = 11,
    parameter OUT_BITS = 8,
    parameter MANTISSA_BITS = 3,
    parameter signed [EXPONENT_BITS-1:0] EMIN = -6,   // of the least normal element
    parameter signed [EXPONENT_BITS-1:0] EMAX = 8,    // of the largest
    parameter LARGEST = 126,
    parameter NAN = 127,             // LARGEST where there is none
    parameter TWOS_COMPLEMENT = 0
) (
    input  wire                clk,
    input  wire                enable,
    input  wire [ IN_BITS-1:0] number,
    input  wire [         7:0] scale,
    output wire [OUT_BITS-1:0] code
);
  localparam KEPT_BITS = MANTISSA_BITS + 1;
  // What is kept, the bit behind it, and whether anything is behind that.
  localparam WORK_BITS = KEPT_BITS + 2;
  localparam WIDE_BITS = (MAGNITUDE_BITS > WORK_BITS) ? MAGNITUDE_BITS : WORK_BITS;
  localparam integer TOP_VALUE = MAGNITUDE_BITS - 1;
  localparam [EXPONENT_BITS-1:0] TOP = TOP_VALUE[EXPONENT_BITS-1:0];
  localparam [OUT_BITS-1:0] LARGEST_CODE = LARGEST[OUT_BITS-1:0];
  localparam [OUT_BITS-1:0] NAN_CODE = NAN[OUT_BITS-1:0];
  localparam [EXPONENT_BITS-1:0] GONE = WORK_BITS[EXPONENT_BITS-1:0];

  // ---- sign, magnitude, exponent of the magnitude's last bit over the scale ---------------------
  wire negative, infinite, not_number;
  wire [MAGNITUDE_BITS-1:0] magnitude;
  wire signed [EXPONENT_BITS-1:0] unit;
  wire signed [EXPONENT_BITS-1:0] scale_wide = {{(EXPONENT_BITS - 8) {1'b0}}, scale};
  generate
    if (FLOAT == 1) begin : gen_float
      wire [7:0] field = number[30:23];
      wire [EXPONENT_BITS-1:0] least = {{(EXPONENT_BITS - 1) {1'b0}}, field == 8'd0};
      wire [EXPONENT_BITS-1:0] wide = {{(EXPONENT_BITS - 8) {1'b0}}, field};
      localparam integer OFFSET_VALUE = 127 - 150;
      localparam [EXPONENT_BITS-1:0] OFFSET = OFFSET_VALUE[EXPONENT_BITS-1:0];
      assign negative = number[31];
      assign infinite = field == 8'd255;
      assign not_number = infinite && (number[22:0] != 23'd0);
      assign magnitude = {field != 8'd0, number[22:0]};
      assign unit = (wide + least) + (OFFSET - scale_wide);
    end else begin : gen_integer
      localparam integer OFFSET_VALUE = 127;
      localparam [EXPONENT_BITS-1:0] OFFSET = OFFSET_VALUE[EXPONENT_BITS-1:0];
      assign negative = number[IN_BITS-1];
      assign infinite = 1'b0;
      assign not_number = 1'b0;
      assign magnitude = negative ? ~number + 1'b1 : number;
      assign unit = OFFSET - scale_wide;
    end
  endgenerate

  // Of a NaN scale nothing is left, not even the sign.
  wire nan_scale = scale == 8'd255;
  reg negative_q, infinite_q, not_number_q;
  reg [MAGNITUDE_BITS-1:0] magnitude_q;
  reg signed [EXPONENT_BITS-1:0] unit_q;
  always @(posedge clk) begin
    if (enable) begin
      negative_q <= negative && !nan_scale;
      infinite_q <= infinite && !nan_scale;
      not_number_q <= not_number && !nan_scale;
      magnitude_q <= magnitude & {MAGNITUDE_BITS{!nan_scale}};
      unit_q <= unit;
    end
  end

  // ---- leading one to the top -------------------------------------------------------------------
  reg [PLACE_BITS-1:0] zeros;
  integer place;
  always @* begin
    zeros = {PLACE_BITS{1'b0}};
    for (place = 0; place < MAGNITUDE_BITS; place = place + 1)
      if (magnitude_q[place]) zeros = TOP[PLACE_BITS-1:0] - place[PLACE_BITS-1:0];
  end

  reg negative_q2, infinite_q2, not_number_q2, zero_q2;
  reg [MAGNITUDE_BITS-1:0] normal_q2;
  reg signed [EXPONENT_BITS-1:0] exponent_q2;
  always @(posedge clk) begin
    if (enable) begin
      negative_q2 <= negative_q;
      infinite_q2 <= infinite_q;
      not_number_q2 <= not_number_q;
      zero_q2 <= (magnitude_q == {MAGNITUDE_BITS{1'b0}});
      normal_q2 <= magnitude_q << zeros;
      exponent_q2 <= (unit_q + TOP) - {{(EXPONENT_BITS - PLACE_BITS) {1'b0}}, zeros};
    end
  end

  // ---- subnormal numbers lose bits ------------------------------------------------------------
  wire [WIDE_BITS-1:0] wide;
  wire [WORK_BITS-1:0] work;
  generate
    if (WIDE_BITS > MAGNITUDE_BITS) begin : gen_pad
      assign wide = {normal_q2, {(WIDE_BITS - MAGNITUDE_BITS) {1'b0}}};
    end else begin : gen_whole
      assign wide = normal_q2;
    end
    if (WIDE_BITS > WORK_BITS) begin : gen_fold
      assign work = {wide[WIDE_BITS-1-:WORK_BITS-1], |wide[WIDE_BITS-WORK_BITS:0]};
    end else begin : gen_all
      assign work = wide[WIDE_BITS-1-:WORK_BITS];
    end
  endgenerate

  wire signed [EXPONENT_BITS-1:0] above = exponent_q2 - EMIN;
  wire [EXPONENT_BITS-1:0] lacking = above[EXPONENT_BITS-1] ? ~above + 1'b1
                                                            : {EXPONENT_BITS{1'b0}};
  wire [EXPONENT_BITS-1:0] shift = (lacking > GONE) ? GONE : lacking;
  wire [2*WORK_BITS-1:0] shifted = {work, {WORK_BITS{1'b0}}} >> shift;

  reg negative_q3, infinite_q3, not_number_q3, zero_q3;
  reg [WORK_BITS-1:0] work_q3;
  reg [OUT_BITS-1:0] base_q3;
  always @(posedge clk) begin
    if (enable) begin
      negative_q3 <= negative_q2;
      infinite_q3 <= infinite_q2 || (exponent_q2 > EMAX);
      not_number_q3 <= not_number_q2;
      zero_q3 <= zero_q2;
      work_q3 <= {shifted[2*WORK_BITS-1:WORK_BITS+1], |shifted[WORK_BITS:0]};
      base_q3 <= above[EXPONENT_BITS-1] ? {OUT_BITS{1'b0}}
                                        : {above[OUT_BITS-MANTISSA_BITS-1:0],
                                           {MANTISSA_BITS{1'b0}}};
    end
  end

  // ---- to the nearest, ties to even -----------------------------------------------------------
  wire up = work_q3[1] && (work_q3[0] || work_q3[2]);
  wire [OUT_BITS+KEPT_BITS-1:0] kept = {{OUT_BITS{1'b0}}, work_q3[WORK_BITS-1:2]};
  wire [OUT_BITS-1:0] rounded = base_q3 + kept[OUT_BITS-1:0] + {{(OUT_BITS - 1) {1'b0}}, up};
  reg [OUT_BITS-1:0] nearest;
  always @* begin
    nearest = (infinite_q3 || (rounded > LARGEST_CODE)) ? LARGEST_CODE : rounded;
    if (not_number_q3) nearest = NAN_CODE;
    if (zero_q3) nearest = {OUT_BITS{1'b0}};
  end

  reg [OUT_BITS-1:0] code_q4;
  generate
    if (TWOS_COMPLEMENT == 1) begin : gen_complement
      always @(posedge clk) if (enable) code_q4 <= negative_q3 ? ~nearest + 1'b1 : nearest;
    end else begin : gen_sign
      always @(posedge clk) if (enable) code_q4 <= {negative_q3, nearest[OUT_BITS-2:0]};
      wire unused = nearest[OUT_BITS-1];
    end
  endgenerate
  assign code = code_q4;

  wire unused_bits = &{1'b0, above, kept[OUT_BITS+KEPT_BITS-1:OUT_BITS]};
endmodule

`default_nettype wire

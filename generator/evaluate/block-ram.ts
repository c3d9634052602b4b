/**
 * What Yosys has no model of: the block RAMs of xc7, as far as its mapping of our memories goes. Both ports
 * have one width, nothing is there at the start, outputs have no second register. Anything else is an
 * instance of a module that does not exist, which Yosys refuses. Behaviour: Xilinx UG473, chapter 1.
 */

interface BlockRam {
  readonly name: string;
  /** Bits of data, without parity; bits of an address that counts them, and of the port. */
  readonly bits: number;
  readonly addressBits: number;
  readonly portBits: number;
  /** Bytes of a port, and of both together. */
  readonly bytes: number;
  readonly extra: readonly string[];
}

const hexadecimal = (i: number): string => i.toString(16).toUpperCase().padStart(2, '0');

const initials = ({ bits }: BlockRam): readonly string[] => [
  ...Array.from({ length: bits / 256 }, (_, i) => `INIT_${hexadecimal(i)}`),
  ...Array.from({ length: bits / 2048 }, (_, i) => `INITP_${hexadecimal(i)}`),
];

const inverted = ['CLKARDCLK', 'CLKBWRCLK', 'ENARDEN', 'ENBWREN'];
const resets = ['RSTRAMARSTRAM', 'RSTRAMB', 'RSTREGARSTREG', 'RSTREGB'];

const model = (ram: BlockRam): string => {
  const { name, bits, addressBits, portBits, bytes, extra } = ram;
  const empty = initials(ram);
  const parameters = [
    ...empty.map((key) => `parameter [255:0] ${key} = {256{1'bx}}`),
    ...[...inverted, ...resets].map((pin) => `parameter IS_${pin}_INVERTED = 1'b0`),
    ...['INIT_A', 'INIT_B', 'SRVAL_A', 'SRVAL_B'].map((key) => `parameter ${key} = 0`),
    ...['DOA_REG', 'DOB_REG'].map((key) => `parameter ${key} = 0`),
    ...['WIDTH_A', 'WIDTH_B'].flatMap((key) => [
      `parameter READ_${key} = 0`,
      `parameter WRITE_${key} = 0`,
    ]),
    ...['A', 'B'].map((port) => `parameter WRITE_MODE_${port} = "WRITE_FIRST"`),
    `parameter RAM_MODE = "TDP"`,
    ...extra.map((key) => `parameter ${key} = "NONE"`),
  ];
  return `
module ${name} #(
${parameters.join(',\n')}
) (
input CLKARDCLK, CLKBWRCLK, ENARDEN, ENBWREN, REGCEAREGCE, REGCEB,
input ${resets.join(', ')},
input [${portBits - 1}:0] ADDRARDADDR, ADDRBWRADDR,
input [${8 * bytes - 1}:0] DIADI, DIBDI,
input [${bytes - 1}:0] DIPADIP, DIPBDIP, WEA,
input [${2 * bytes - 1}:0] WEBWE,
output [${8 * bytes - 1}:0] DOADO, DOBDO,
output [${bytes - 1}:0] DOPADOP, DOPBDOP
);
// In the simple mode port B writes and port A reads, over the pins of both.
localparam SIMPLE = RAM_MODE == "SDP";
localparam READ = READ_WIDTH_A > READ_WIDTH_B ? READ_WIDTH_A : READ_WIDTH_B;
localparam WRITE = WRITE_WIDTH_A > WRITE_WIDTH_B ? WRITE_WIDTH_A : WRITE_WIDTH_B;
localparam BYTES = WRITE / 9;
localparam DATA = BYTES == 0 ? WRITE : 8 * BYTES;
localparam SKIP = $clog2(DATA);
localparam KNOWN = {${empty.join(', ')}} === {${bits + bits / 8}{1'bx}}
  && DOA_REG == 0 && DOB_REG == 0 && READ == WRITE
  && (READ_WIDTH_A == 0 || READ_WIDTH_A == READ) && (READ_WIDTH_B == 0 || READ_WIDTH_B == READ)
  && (WRITE_WIDTH_A == 0 || WRITE_WIDTH_A == READ) && (WRITE_WIDTH_B == 0 || WRITE_WIDTH_B == READ)
  && !(${inverted.map((pin) => `IS_${pin}_INVERTED`).join(' || ')});
wire [${16 * bytes - 1}:0] di = SIMPLE ? {DIBDI, DIADI} : {${8 * bytes}'b0, DIADI};
wire [${2 * bytes - 1}:0] dip = SIMPLE ? {DIPBDIP, DIPADIP} : {${bytes}'b0, DIPADIP};
generate if (KNOWN) begin : gen_known
wire [${addressBits - 1}-SKIP:0] a = ADDRARDADDR[${addressBits - 1}:SKIP];
wire [${addressBits - 1}-SKIP:0] b = ADDRBWRADDR[${addressBits - 1}:SKIP];
wire [${16 * bytes - 1}:0] do_a, do_b;
wire [${2 * bytes - 1}:0] dop_a, dop_b;
genvar g;
for (g = 0; g < ${2 * bytes}; g = g + 1) begin : gen_lane
  if (g == 0 || g < BYTES) begin : gen_used
    // A byte and its parity bit, or all there is of a narrow word.
    reg [8:0] memory [0:${bits}/DATA-1];
    reg [8:0] a_q, b_q;
    always @(posedge CLKARDCLK) if (ENARDEN) a_q <= memory[a];
    always @(posedge CLKBWRCLK) if (ENBWREN) b_q <= memory[b];
    if (WRITE_WIDTH_A != 0) begin : gen_write_a
      always @(posedge CLKARDCLK) if (ENARDEN && WEA[g]) memory[a] <= {dip[g], di[8*g+:8]};
    end
    if (WRITE_WIDTH_B != 0 && SIMPLE) begin : gen_write_wide
      always @(posedge CLKBWRCLK) if (ENBWREN && WEBWE[g]) memory[b] <= {dip[g], di[8*g+:8]};
    end
    if (WRITE_WIDTH_B != 0 && !SIMPLE) begin : gen_write_b
      always @(posedge CLKBWRCLK)
        if (ENBWREN && WEBWE[g]) memory[b] <= {DIPBDIP[g], DIBDI[8*g+:8]};
    end
    assign {dop_a[g], do_a[8*g+:8]} = a_q;
    assign {dop_b[g], do_b[8*g+:8]} = b_q;
  end else begin : gen_free
    assign {dop_a[g], do_a[8*g+:8]} = 9'b0;
    assign {dop_b[g], do_b[8*g+:8]} = 9'b0;
  end
end
assign DOADO = do_a[${8 * bytes - 1}:0];
assign DOPADOP = dop_a[${bytes - 1}:0];
assign DOBDO = SIMPLE ? do_a[${16 * bytes - 1}:${8 * bytes}] : do_b[${8 * bytes - 1}:0];
assign DOPBDOP = SIMPLE ? dop_a[${2 * bytes - 1}:${bytes}] : dop_b[${bytes - 1}:0];
end else begin : gen_unknown
${name}_without_model missing ();
end endgenerate
endmodule
`;
};

export const blockRamModels: string = [
  { name: 'RAMB18E1', bits: 2 ** 14, addressBits: 14, portBits: 14, bytes: 2, extra: [] },
  {
    ...{ name: 'RAMB36E1', bits: 2 ** 15, addressBits: 15, portBits: 16, bytes: 4 },
    extra: ['RAM_EXTENSION_A', 'RAM_EXTENSION_B'],
  },
]
  .map(model)
  .join('');

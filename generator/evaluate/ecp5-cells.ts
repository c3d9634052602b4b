/**
 * What Yosys has no model of: the multiplier and the block RAM of ECP5 as far as its mapping of ours uses them,
 * without registers at inputs and outputs. Anything else is an instance of a module that does not exist, which
 * Yosys refuses. Behaviour: Lattice FPGA-TN-02205 and FPGA-TN-02204; Yosys' techlibs/ecp5/brams_map.v.
 */

const pins = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Ports that carry nothing where the multiplier stands alone. */
const others = [
  ...pins('C', 18),
  ...pins('SRIA', 18),
  ...pins('SRIB', 18),
  ...['SOURCEA', 'SOURCEB'],
  ...['CLK', 'CE', 'RST'].flatMap((name) => pins(name, 4)),
];

/** Outputs that go on to the next multiplier. */
const chained = [...pins('ROA', 18), ...pins('ROB', 18), ...pins('ROC', 18), 'SIGNEDP'];

const registers = ['INPUTA', 'INPUTB', 'INPUTC', 'PIPELINE', 'OUTPUT'];

const parameters = [
  ...registers.flatMap((name) => [
    `parameter REG_${name}_CLK = "NONE"`,
    `parameter REG_${name}_CE = "CE0"`,
    `parameter REG_${name}_RST = "RST0"`,
  ]),
  ...pins('CLK', 4).map((name) => `parameter ${name}_DIV = "ENABLED"`),
  'parameter HIGHSPEED_CLK = "NONE"',
  'parameter GSR = "ENABLED"',
  'parameter CAS_MATCH_REG = "FALSE"',
  'parameter SOURCEB_MODE = "B_SHIFT"',
  'parameter MULT_BYPASS = "DISABLED"',
  'parameter RESETMODE = "SYNC"',
];

const word = (name: string, bits = 18): string => `{${[...pins(name, bits)].reverse().join(', ')}}`;

const multiplierModel = `module MULT18X18D #(
  ${parameters.join(',\n  ')}
) (
  input ${[...pins('A', 18), ...pins('B', 18), 'SIGNEDA', 'SIGNEDB', ...others].join(', ')},
  output ${[...pins('P', 36), ...chained].join(', ')}
);
  generate
    if (${registers.map((name) => `REG_${name}_CLK != "NONE"`).join(' || ')})
      unknown_multiplier unknown ();
  endgenerate
  wire [17:0] a = ${word('A')};
  wire [17:0] b = ${word('B')};
  wire signed [36:0] a_wide = {{19{SIGNEDA & a[17]}}, a};
  wire signed [36:0] b_wide = {{19{SIGNEDB & b[17]}}, b};
  wire signed [36:0] product = a_wide * b_wide;
  assign ${word('P', 36)} = product[35:0];
  assign SIGNEDP = SIGNEDA | SIGNEDB;
${chained
  .slice(0, -1)
  .map((name) => `  assign ${name} = 1'b0;`)
  .join('\n')}
endmodule
`;

const initials = Array.from(
  { length: 64 },
  (_, i) => `INITVAL_${i.toString(16).toUpperCase().padStart(2, '0')}`,
);

/** A port of the block RAM: 2048 bytes of 9 bits, of which it takes a part of one, one, two or (over both) four. */
const blockRamPort = (port: 'A' | 'B'): string => `
  wire [13:0] address_${port} = ${word(`AD${port}`, 14)};
  wire [10:0] byte_${port} = address_${port}[13:3]
      & ~(DATA_WIDTH_${port} == 36 ? 11'd3 : DATA_WIDTH_${port} == 18 ? 11'd1 : 11'd0);
  wire [35:0] read_${port} = {bytes[byte_${port} | 11'd3], bytes[byte_${port} | 11'd2],
                        bytes[byte_${port} | 11'd1], bytes[byte_${port}]};
  wire [35:0] part_${port} = DATA_WIDTH_${port} == 4 ? {32'b0, read_${port}[4*address_${port}[2]+:4]}
      : DATA_WIDTH_${port} == 2 ? {34'b0, read_${port}[2*address_${port}[2:1]+:2]}
      : DATA_WIDTH_${port} == 1 ? {35'b0, read_${port}[address_${port}[2:0]]} : read_${port};
  wire [35:0] data_${port} = ${port === 'A' ? `{${word('DIB')}, ${word('DIA')}}` : word('DIB')};
  wire writes_${port} = CE${port} && WE${port};
  reg [35:0] read_q_${port};
  wire reads_${port} = CE${port}
      && (!WE${port} || DATA_WIDTH_${port} > 18 || WRITEMODE_${port} == "READBEFOREWRITE");
  generate
    if (RESETMODE == "ASYNC") begin : gen_async_${port}
      always @(posedge CLK${port} or posedge RST${port})
        if (RST${port}) read_q_${port} <= 36'b0;
        else if (reads_${port}) read_q_${port} <= part_${port};
    end else begin : gen_sync_${port}
      always @(posedge CLK${port})
        if (RST${port}) read_q_${port} <= 36'b0;
        else if (reads_${port}) read_q_${port} <= part_${port};
    end
  endgenerate
  always @(posedge CLK${port})
    for (i_${port} = 0; i_${port} < 4; i_${port} = i_${port} + 1)
      if (writes_${port}
          && (DATA_WIDTH_${port} >= 9 * (i_${port} + 1) || (i_${port} == 0 && DATA_WIDTH_${port} < 9))
          && (DATA_WIDTH_${port} < 18 || address_${port}[i_${port}]))
        case (DATA_WIDTH_${port})
          1: bytes[byte_${port}][address_${port}[2:0]] <= data_${port}[0];
          2: bytes[byte_${port}][2*address_${port}[2:1]+:2] <= data_${port}[1:0];
          4: bytes[byte_${port}][4*address_${port}[2]+:4] <= data_${port}[3:0];
          default: bytes[byte_${port} | i_${port}[10:0]] <= data_${port}[9*i_${port}+:9];
        endcase
  initial read_q_${port} = 36'b0;`;

const blockRamModel = `module DP16KD #(
  ${[
    ...initials.map((name) => `parameter [319:0] ${name} = 320'b0`),
    ...['A', 'B'].flatMap((port) => [
      `parameter DATA_WIDTH_${port} = 18`,
      `parameter REGMODE_${port} = "NOREG"`,
      `parameter CSDECODE_${port} = "0b000"`,
      `parameter WRITEMODE_${port} = "NORMAL"`,
      `parameter CLK${port}MUX = "CLK${port}"`,
    ]),
    'parameter RESETMODE = "SYNC"',
    'parameter ASYNC_RESET_RELEASE = "SYNC"',
    'parameter GSR = "AUTO"',
  ].join(',\n  ')}
) (
  input ${['A', 'B']
    .flatMap((port) => [
      ...pins(`DI${port}`, 18),
      ...pins(`AD${port}`, 14),
      ...['CE', 'OCE', 'CLK', 'WE', 'RST'].map((name) => `${name}${port}`),
      ...pins(`CS${port}`, 3),
    ])
    .join(', ')},
  output ${[...pins('DOA', 18), ...pins('DOB', 18)].join(', ')}
);
  generate
    if (REGMODE_A != "NOREG" || REGMODE_B != "NOREG" || CLKAMUX != "CLKA" || CLKBMUX != "CLKB" || WRITEMODE_A == "WRITETHROUGH" || WRITEMODE_B == "WRITETHROUGH")
      unknown_block_ram unknown ();
  endgenerate
  localparam [20479:0] WORDS = {${[...initials].reverse().join(', ')}};
  reg [8:0] bytes [0:2047];
  integer byte_number, i_A, i_B;
  // Two bytes in every 20 bits.
  initial
    for (byte_number = 0; byte_number < 2048; byte_number = byte_number + 1)
      bytes[byte_number] = WORDS[20*(byte_number/2)+9*(byte_number%2)+:9];
${blockRamPort('A')}
${blockRamPort('B')}
  assign ${word('DOA')} = DATA_WIDTH_B == 36 ? read_q_B[17:0] : read_q_A[17:0];
  assign ${word('DOB')} = DATA_WIDTH_B == 36 ? read_q_B[35:18] : read_q_B[17:0];
endmodule
`;

export const ecp5Models = `${multiplierModel}
${blockRamModel}`;

/**
 * What Yosys has no model of: the multiplier of ECP5 as its mapping of ours uses it, without registers. Anything
 * else is an instance of a module that does not exist, which Yosys refuses. Behaviour: Lattice FPGA-TN-02205.
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

const word = (name: string): string => `{${[...pins(name, 18)].reverse().join(', ')}}`;

export const multiplier18Model = `module MULT18X18D #(
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
  assign {${[...pins('P', 36)].reverse().join(', ')}} = product[35:0];
  assign SIGNEDP = SIGNEDA | SIGNEDB;
${chained
  .slice(0, -1)
  .map((name) => `  assign ${name} = 1'b0;`)
  .join('\n')}
endmodule
`;

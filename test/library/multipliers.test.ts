import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runYosys } from '../../generator/evaluate/yosys.js';

/** Library modules proven for every input by Yosys' SAT solver. */

const library = (name: string): [string, string] => [
  `${name}.v`,
  readFileSync(new URL(`../../templates/lib/${name}.v`, import.meta.url), 'utf8'),
];

/** Throws where some input makes `ok` of the module `top` 0. */
const proveAlways = async (top: string, modules: readonly string[]): Promise<string> => {
  const sources = new Map([['top.v', top], ...modules.map(library)]);
  const script = `read_verilog ${[...sources.keys()].join(' ')}; prep -top top -flatten; sat -prove ok 1 -verify`;
  return (await runYosys(script, sources)).log;
};

describe('multipliers, every input', () => {
  it.each([
    [1, 1],
    [2, 5],
    [5, 2],
    [4, 4],
    [3, 6],
    [5, 5],
  ])('out of look-up tables: %i x %i bits', async (a, b) => {
    const top = `module top(input signed [${a - 1}:0] a, input signed [${b - 1}:0] b, output ok);
      wire signed [${a + b - 1}:0] product;
      wire signed [${a + b - 1}:0] expected = a * b;
      sinter_multiplier_luts #(.A_BITS(${a}), .B_BITS(${b})) dut (.a(a), .b(b), .product(product));
      assign ok = product == expected;
    endmodule`;
    const log = await proveAlways(top, ['sinter_multiplier_luts', 'sinter_sign_extend']);
    expect(log).toContain('SAT proof finished - no model found: SUCCESS!');
  });

  it.each([
    [2, 3, 3],
    [3, 2, 3],
    [4, 3, 2],
    [4, 2, 2],
  ])('%i in one: %i x %i bits, each with what it lacks', async (count, a, b) => {
    const field = a + b;
    const digit = b + 1;
    const each = (text: (i: number) => string): string =>
      Array.from({ length: count }, (_, i) => text(i)).join('\n');
    const top = `module top(input signed [${a - 1}:0] a, input [${count * b - 1}:0] w, output ok);
      wire [${count * digit - 1}:0] digits;
      wire [${count * field - 1}:0] fields;
      wire [${count - 1}:0] equal;
      sinter_multiplier_packed #(.COUNT(${count}), .A_BITS(${a}), .B_BITS(${digit}), .FIELD_BITS(${field}))
        dut (.a(a), .b(digits), .product(fields));
      ${each(
        (i) => `wire signed [${b - 1}:0] w${i} = w[${i * b}+:${b}];
      wire signed [${digit - 1}:0] d${i} = w${i} - $signed({1'b0, ${i === 0 ? "1'b0" : `d${i - 1}[${digit - 1}]`}});
      assign digits[${i * digit}+:${digit}] = d${i};
      wire signed [${field - 1}:0] expected${i} = a * w${i};
      wire [${field - 1}:0] got${i} = fields[${i * field}+:${field}] + ${i === 0 ? "1'b0" : `fields[${i * field - 1}]`};
      assign equal[${i}] = got${i} == expected${i};`,
      )}
      assign ok = &equal;
    endmodule`;
    const log = await proveAlways(top, ['sinter_multiplier_packed', 'sinter_sign_extend']);
    expect(log).toContain('SAT proof finished - no model found: SUCCESS!');
  });
});

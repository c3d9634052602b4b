import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icarusLint, verilatorLint, yosysCheck } from '../../../sim/tools/lint.js';
import { temporaryFolder } from '../fixtures.js';

const verilog = async (body: string): Promise<readonly string[]> => {
  const file = join(await temporaryFolder(), 'unit.v');
  const ports = 'input wire clk, input wire [3:0] a, output reg [3:0] y';
  await writeFile(file, `\`default_nettype none\nmodule unit (${ports});\n${body}\nendmodule\n`);
  return [file];
};

const GOOD = 'always @(posedge clk) y <= a;';

describe('lint by three tools', () => {
  it('has nothing to say about clean Verilog', async () => {
    const files = await verilog(GOOD);
    expect(await verilatorLint(files)).toEqual([]);
    expect(await icarusLint(files, 'unit')).toEqual([]);
    expect(await yosysCheck(files, 'unit')).toEqual([]);
  });

  it('gives the warnings of verilator -Wall', async () => {
    const [finding] = await verilatorLint(await verilog('always @(posedge clk) y <= a[2:0];'));
    expect(finding).toMatch(/^%Warning-WIDTH: .*unit\.v:3:/);
  });

  it('gives the errors of Icarus', async () => {
    const findings = await icarusLint(await verilog(`${GOOD} assign missing = a;`), 'unit');
    expect(findings.join('\n')).toMatch(/unit\.v:3: error: .*missing/);
  });

  it('has Yosys see two drivers, which Verilator does not', async () => {
    const files = await verilog(
      `${GOOD} wire w; assign w = a[0]; assign w = a[1]; reg k; always @(posedge clk) k <= w;`,
    );
    expect((await yosysCheck(files, 'unit')).join('\n')).toMatch(/multiple conflicting drivers/);
  });

  it('has Yosys refuse a module that is not there', async () => {
    const findings = await yosysCheck(await verilog(`${GOOD} absent u_absent (.a(a));`), 'unit');
    expect(findings.join('\n')).toMatch(/ERROR: .*absent/);
  });
});

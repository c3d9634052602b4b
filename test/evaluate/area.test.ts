import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areaOf, ecp5, ice40, synthesize, xc7 } from '../../generator/evaluate/area.js';
import { cacheFolder } from '../../sim/cache/folder.js';
import { withTemporaryFolder } from '../../sim/cache/temporary.js';
import { verilatorLint } from '../../sim/tools/lint.js';

/** A register with an enable and three registers behind it: what shift register extraction goes for. */
const delay = `
module delay (input wire clk, input wire enable, input wire d, output wire q);
  reg [3:0] r;
  always @(posedge clk) if (enable) r <= {r[2:0], d};
  assign q = r[3];
endmodule
`;

/** Carries through several cells. */
const sum = `
module sum (input wire clk, input wire [8:0] a, input wire [8:0] b, output reg [8:0] q);
  always @(posedge clk) q <= q + (a < b ? a : b);
endmodule
`;

describe('area', () => {
  it('counts cells by what they are', () => {
    const cells = {
      LUT1: 1,
      LUT6: 2,
      RAM32M: 3,
      FDRE: 4,
      FDSE: 5,
      DSP48E1: 6,
      RAMB18E1: 7,
      INV: 8,
    };
    expect(areaOf(xc7, cells)).toEqual({
      ...{ luts: 3, memoryLuts: 12, flipFlops: 9, dsps: 6, blockRams: 7, cells },
    });
    const { luts, flipFlops, dsps } = areaOf(ice40, { SB_LUT4: 3, SB_DFFESR: 2, SB_MAC16: 1 });
    expect({ luts, flipFlops, dsps }).toEqual({ luts: 3, flipFlops: 2, dsps: 1 });
    const lattice = {
      ...{ LUT4: 3, CCU2C: 4, PFUMX: 5, TRELLIS_DPR16X4: 6 },
      ...{ TRELLIS_FF: 7, MULT18X18D: 8, DP16KD: 9 },
    };
    expect(areaOf(ecp5, lattice)).toEqual({
      ...{ luts: 11, memoryLuts: 24, flipFlops: 7, dsps: 8, blockRams: 9, cells: lattice },
    });
  });

  it('gives cells and a netlist that keeps the clock enable', async () => {
    const sources = new Map([['delay.v', delay]]);
    const { area, netlist } = await synthesize(sources, 'delay', xc7);
    expect({ luts: area.luts, flipFlops: area.flipFlops }).toEqual({ luts: 0, flipFlops: 4 });
    expect(Object.keys(area.cells).filter((type) => type.startsWith('SRL'))).toEqual([]);
    expect(netlist).toMatch(/^module delay\(/m);
    expect(netlist).not.toContain('FDRE #');
    expect(netlist.match(/= enable \?/g)).toHaveLength(4);
  }, 120_000);

  it('gives a netlist without vectors that depend on themselves', async () => {
    const { area, netlist } = await synthesize(new Map([['sum.v', sum]]), 'sum', xc7);
    expect(area.cells['CARRY4']).toBeGreaterThan(1);
    const findings = await withTemporaryFolder(await cacheFolder(), async (folder) => {
      const file = join(folder, 'netlist.v');
      await writeFile(file, netlist);
      return verilatorLint([file]);
    });
    expect(findings.filter((line) => line.includes('UNOPTFLAT'))).toEqual([]);
  }, 120_000);

  it('says what Yosys said of a module that is none', async () => {
    const sources = new Map([['delay.v', 'module delay (input wire clk;']]);
    await expect(synthesize(sources, 'delay', xc7)).rejects.toThrow(
      /yosys failed[\s\S]*syntax error/,
    );
  }, 120_000);
});

import { z } from 'zod';
import { ToolError } from '../error.js';
import { blockRamModels } from './block-ram.js';
import { ecp5Models } from './ecp5-cells.js';
import { runYosys, type Texts } from './yosys.js';

/** What a module takes of an FPGA. */
export interface Area {
  /** Logic in look-up tables: LUT1 to LUT6, SB_LUT4, or LUT4 with two in each CCU2C. */
  readonly luts: number;
  /** Look-up tables that are memory. */
  readonly memoryLuts: number;
  readonly flipFlops: number;
  /** DSP48E1, SB_MAC16 or MULT18X18D. */
  readonly dsps: number;
  readonly blockRams: number;
  /** Every cell by type, those counted above included. */
  readonly cells: Readonly<Record<string, number>>;
}

export interface Target {
  readonly name: string;
  /** Yosys' command, without `-top`. */
  readonly synthesis: string;
  /** Yosys' own models of the cells it maps to. */
  readonly cellModels: string;
  /** Verilog of cells that these leave empty. */
  readonly ownModels?: string;
  /** Look-up tables in one cell; of a memory where that is its kind. */
  readonly luts: Readonly<Record<string, number>>;
  readonly memoryLuts: Readonly<Record<string, number>>;
  readonly flipFlop: RegExp;
  readonly dsp: RegExp;
  readonly blockRam: RegExp;
}

/**
 * Without shift registers in look-up tables: `xilinx_srl` of Yosys before July 2026 drops their clock
 * enable (YosysHQ/yosys#6058).
 */
export const xc7: Target = {
  name: 'xc7',
  synthesis: 'synth_xilinx -family xc7 -noiopad -flatten -nosrl',
  cellModels: '+/xilinx/cells_sim.v',
  ownModels: blockRamModels,
  luts: { LUT1: 1, LUT2: 1, LUT3: 1, LUT4: 1, LUT5: 1, LUT6: 1 },
  memoryLuts: {
    ...{ RAM32X1S: 1, RAM64X1S: 1, RAM128X1S: 2, RAM256X1S: 4 },
    ...{ RAM32X1D: 2, RAM64X1D: 2, RAM128X1D: 4, RAM32M: 4, RAM64M: 4 },
  },
  flipFlop: /^FD[RSCP]E/,
  dsp: /^DSP48E1$/,
  blockRam: /^RAMB(18|36)E1$/,
};

export const ice40: Target = {
  name: 'ice40',
  synthesis: 'synth_ice40 -dsp',
  cellModels: '+/ice40/cells_sim.v',
  luts: { SB_LUT4: 1 },
  memoryLuts: {},
  flipFlop: /^SB_DFF/,
  dsp: /^SB_MAC16$/,
  blockRam: /^SB_RAM40/,
};

export const ecp5: Target = {
  name: 'ecp5',
  synthesis: 'synth_ecp5',
  cellModels: '+/ecp5/cells_sim.v',
  ownModels: ecp5Models,
  luts: { LUT4: 1, CCU2C: 2 },
  memoryLuts: { TRELLIS_DPR16X4: 4 },
  flipFlop: /^TRELLIS_FF$/,
  dsp: /^MULT18X18D$/,
  blockRam: /^DP16KD$/,
};

export interface Synthesis {
  readonly area: Area;
  /**
   * The mapped netlist as plain Verilog, each cell in the words of Yosys' model of it: a module of the
   * same name and ports, to simulate in place of the one that was synthesized.
   */
  readonly netlist: string;
}

const statisticsSchema = z.object({
  design: z.object({ num_cells_by_type: z.record(z.string(), z.number()) }),
});

/** Adds up what each type of cell counts for. */
export const areaOf = (target: Target, cells: Readonly<Record<string, number>>): Area => {
  const sum = (weight: (type: string) => number): number =>
    Object.entries(cells).reduce((total, [type, count]) => total + count * weight(type), 0);
  const matching = (type: RegExp): number => sum((name) => Number(type.test(name)));
  return {
    luts: sum((type) => target.luts[type] ?? 0),
    memoryLuts: sum((type) => target.memoryLuts[type] ?? 0),
    flipFlops: matching(target.flipFlop),
    dsps: matching(target.dsp),
    blockRams: matching(target.blockRam),
    cells,
  };
};

const written = (files: Texts, name: string): string => {
  const text = files.get(name);
  if (text === undefined) throw new ToolError(`yosys did not write ${name}`);
  return text;
};

/**
 * Synthesizes the module `top` of Verilog files, by name. Modules of the files in `apart` are left out: only
 * their ports count. Throws ToolError when Yosys fails, or when it maps to a cell that it has no model of.
 */
export const synthesize = async (
  sources: Texts,
  top: string,
  target: Target,
  apart: readonly string[] = [],
): Promise<Synthesis> => {
  const left = apart.map((file) => `read_verilog -lib ${file}`);
  const taken = [...sources.keys()].filter((file) => !apart.includes(file));
  const { files } = await runYosys(
    [
      `read_verilog ${taken.join(' ')}`,
      ...left,
      `${target.synthesis} -top ${top}`,
      'tee -q -o statistics.json stat -json',
      'write_verilog -noattr mapped.v',
      // Again, with the models as modules.
      'design -reset',
      `read_verilog mapped.v ${target.cellModels}`,
      'read_verilog -overwrite own_models.v',
      ...left,
      `hierarchy -check -top ${top}`,
      'proc; flatten; opt_clean',
      // Carries of a cell as one vector go round in circles, bit by bit: Verilator 5.006 computes some of
      // them wrong (its data flow graph; with -fno-dfg, and in Icarus, they are right).
      'splitnets -driver',
      'write_verilog -noattr netlist.v',
    ].join('; '),
    new Map([...sources, ['own_models.v', target.ownModels ?? '']]),
  );
  const statistics = statisticsSchema.parse(JSON.parse(written(files, 'statistics.json')));
  return {
    area: areaOf(target, statistics.design.num_cells_by_type),
    netlist: written(files, 'netlist.v'),
  };
};

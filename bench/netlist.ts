import { join } from 'node:path';
import { assemble, type Compiled } from '../generator/compile.js';
import { writePackage } from '../generator/emit/write.js';
import { type Area, synthesize, type Target } from '../generator/evaluate/area.js';
import type { Codes } from '../generator/ir/codes.js';
import type { Datapath } from '../generator/ir/datapath.js';
import type { Measurement } from '../sim/measure.js';
import { stimulusFor } from '../sim/stimulus.js';
import { verify } from '../sim/verify.js';

/** Tensors that a netlist is tried on. */
export const tensors = 12;

interface Proof {
  readonly compiled: Compiled;
  readonly module: string;
  readonly netlist: string;
  readonly folder: string;
  readonly inputs: ReadonlyMap<string, readonly Codes[]>;
}

/** The package with one module's file exchanged for its netlist, against the golden model. */
export const proveNetlist = async (proof: Proof): Promise<Measurement | undefined> => {
  const { compiled, module, netlist, folder, inputs } = proof;
  const packageDir = join(folder, module);
  const files = new Map([...compiled.package.files, [`rtl/${module}.v`, netlist]]);
  writePackage({ ...compiled.package, files }, packageDir);
  const results = await verify({
    ...{ packageDir, bound: compiled.bound, seed: 1, build: { cacheDir: folder } },
    inputs,
    stalls: ['none', 'both'],
  });
  for (const { stall, mismatch } of results) {
    if (mismatch) throw new Error(`netlist of ${module}, stalls ${stall}: ${mismatch}`);
  }
  return results[0]?.measurement;
};

/** A module's area, of a netlist that was simulated, and the interval of its design in that simulation. */
export interface Proven {
  readonly compiled: Compiled;
  readonly area: Area;
  readonly cycles: number;
}

/** Verilog of a package, by the name of its file. */
const sourcesOf = (compiled: Compiled): ReadonlyMap<string, string> =>
  new Map(
    [...compiled.package.files]
      .filter(([path]) => path.startsWith('rtl/'))
      .map(([path, text]) => [path.slice('rtl/'.length), text]),
  );

/** A design of which one module is synthesized. */
export interface NetlistDesign {
  readonly datapath: Datapath;
  readonly module: string;
  /** Files that are left out. */
  readonly apart?: readonly string[] | undefined;
  /** Tensors to try it on; left out: random ones. */
  readonly inputs?: ReadonlyMap<string, readonly Codes[]> | undefined;
}

/** Synthesizes a design's module and proves the netlist. Throws ToolError where there is none to simulate. */
export const synthesizeProven = async (
  { datapath, module, apart = [], inputs: given }: NetlistDesign,
  target: Target,
  folder: string,
): Promise<Proven> => {
  const compiled = assemble(datapath);
  const { area, netlist } = await synthesize(sourcesOf(compiled), module, target, apart);
  const inputs = given ?? stimulusFor(datapath.inputs, tensors, 1);
  const measurement = await proveNetlist({ compiled, module, netlist, folder, inputs });
  return { compiled, area, cycles: measurement?.intervalCycles ?? 0 };
};

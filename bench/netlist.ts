import { join } from 'node:path';
import { assemble, type Compiled } from '../generator/compile.js';
import { writePackage } from '../generator/emit/write.js';
import { type Area, synthesize, type Target } from '../generator/evaluate/area.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { stimulusFor } from '../sim/stimulus.js';
import { verify } from '../sim/verify.js';

/** What a module takes, and the cycles that its design was seen to take with the netlist in its place. */
export interface Quoted {
  readonly area: Area;
  readonly intervalCycles: number;
}

/** Tensors that a netlist is tried on. */
export const tensors = 12;

/** The package with one module's file exchanged for its netlist, against the golden model. */
const prove = async (
  compiled: Compiled,
  module: string,
  netlist: string,
  folder: string,
): Promise<number> => {
  const packageDir = join(folder, module);
  const files = new Map([...compiled.package.files, [`rtl/${module}.v`, netlist]]);
  writePackage({ ...compiled.package, files }, packageDir);
  const results = await verify({
    ...{ packageDir, bound: compiled.bound, seed: 1, build: { cacheDir: folder } },
    inputs: stimulusFor(compiled.bound.datapath.inputs, tensors, 1),
    stalls: ['none', 'both'],
  });
  for (const { stall, mismatch } of results) {
    if (mismatch) throw new Error(`netlist of ${module}, stalls ${stall}: ${mismatch}`);
  }
  return results[0]?.measurement?.intervalCycles ?? 0;
};

/**
 * Synthesizes a module of a design, and simulates the netlist in its place. Throws where they differ, and
 * ToolError where there is no netlist to simulate.
 */
export const quote = async (
  datapath: Datapath,
  module: string,
  target: Target,
  folder: string,
): Promise<Quoted> => {
  const compiled = assemble(datapath);
  const sources = new Map(
    [...compiled.package.files]
      .filter(([path]) => path.startsWith('rtl/'))
      .map(([path, text]) => [path.slice('rtl/'.length), text]),
  );
  const { area, netlist } = await synthesize(sources, module, target);
  return { area, intervalCycles: await prove(compiled, module, netlist, folder) };
};

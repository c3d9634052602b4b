import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../cache/folder.js';
import { type DebianPackage, debianPackage, type FetchOptions } from './debian.js';
import { findOnPath } from './run-tool.js';

/** A program and the arguments it always needs. */
export interface IcarusProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Icarus {
  readonly iverilog: IcarusProgram;
  readonly vvp: IcarusProgram;
}

const PACKAGE: DebianPackage = { name: 'iverilog', title: 'Icarus Verilog' };

/** `usr/lib/<machine>/ivl` of the unpacked package: its parts are looked for at an absolute path. */
const libraryOf = async (root: string): Promise<string> => {
  const machines = await readdir(join(root, 'usr/lib'));
  const machine = machines.find((name) => name.includes('-linux-')) ?? '';
  return join(root, 'usr/lib', machine, 'ivl');
};

/** The Icarus of PATH, else one fetched into the cache. Throws ToolError when there is none. */
export const findIcarus = async (options: FetchOptions = {}): Promise<Icarus> => {
  const environment: Environment = options.environment ?? process.env;
  const [iverilog, vvp] = await Promise.all(
    ['iverilog', 'vvp'].map((name) => findOnPath(name, environment)),
  );
  if (iverilog && vvp) {
    return { iverilog: { command: iverilog, args: [] }, vvp: { command: vvp, args: [] } };
  }
  const root = await debianPackage(PACKAGE, options);
  const library = await libraryOf(root);
  return {
    iverilog: { command: join(root, 'usr/bin/iverilog'), args: ['-B', library] },
    vvp: { command: join(root, 'usr/bin/vvp'), args: ['-M', library] },
  };
};

import { constants } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findOnPath, isExecutable } from './run-tool.js';
import { findVerilator, type Verilator } from './verilator.js';

/** Verilator's front script where it and its perl are there, else the program itself. */
const frontOf = async (verilator: Verilator): Promise<string> => {
  const script = join(verilator.root, 'bin', 'verilator');
  const perl = await findOnPath('perl', verilator.environment);
  return perl !== undefined && (await isExecutable(script)) ? script : verilator.command;
};

/**
 * `npx verilator`: runs Verilator with `args` on this terminal and gives its exit status. Throws
 * ToolError when there is no Verilator.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  const verilator = await findVerilator();
  const { exitCode, signal } = await execa(await frontOf(verilator), args, {
    stdio: 'inherit',
    reject: false,
    env: verilator.environment,
  });
  return exitCode ?? 128 + (signal ? constants.signals[signal] : 0);
};

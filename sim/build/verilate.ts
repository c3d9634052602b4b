import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolOptions } from '../tools/run-tool.js';
import { runTool } from '../tools/run-tool.js';
import type { Verilator } from '../tools/verilator.js';

/**
 * Registers without reset and X start as seeded random bits, so that a missing reset shows.
 * Files and functions are split so that several compilers share a large design.
 * Lint is a check of its own, not a reason to refuse to simulate.
 */
export const VERILATE_FLAGS: readonly string[] = [
  ...['--cc', '-O3', '--no-timing', '--timescale', '1ns/1ns'],
  ...['--x-assign', 'unique', '--x-initial', 'unique'],
  ...['--output-split', '20000', '--output-split-cfuncs', '2000'],
  ...['-Wno-fatal', '-Wno-lint', '-Wno-style'],
];

/** The default leaves out signals wider than 256 bits and memories over 32 words. */
export const TRACE_FLAGS: readonly string[] = [
  ...['--trace', '--trace-max-width', '8192', '--trace-max-array', '64'],
];

export interface Verilation {
  readonly fileList: string;
  readonly top: string;
  readonly trace: boolean;
  /** Text of a control file, which Verilator reads before the sources. */
  readonly control: string | undefined;
}

/** Writes the C++ of `top` into `folder`, class Vmodel. Throws ToolError with Verilator's errors. */
export const verilate = async (
  verilator: Verilator,
  { fileList, top, trace, control }: Verilation,
  folder: string,
  tool: ToolOptions,
): Promise<string> => {
  const controlPath = join(folder, 'control.vlt');
  if (control !== undefined) await writeFile(controlPath, control);
  const controls = control === undefined ? [] : [controlPath];
  const flags = [...VERILATE_FLAGS, ...(trace ? TRACE_FLAGS : [])];
  return runTool(
    verilator.command,
    [
      ...flags,
      '--prefix',
      'Vmodel',
      '--top-module',
      top,
      '--Mdir',
      folder,
      ...controls,
      '-F',
      fileList,
    ],
    { ...tool, environment: verilator.environment },
  );
};

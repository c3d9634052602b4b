import { ToolError } from '../../generator/error.js';
import type { Environment } from '../cache/folder.js';
import { inParallel } from '../parallel.js';
import { findOnPath, isExecutable, runTool, type ToolOptions } from '../tools/run-tool.js';

export interface Compiler {
  /** Absolute path. */
  readonly command: string;
  /** First line of `--version`: part of every cache key. */
  readonly version: string;
}

/** The C++ compiler: `CXX`, else g++, clang++ or c++ on PATH. Throws ToolError when there is none. */
export const findCompiler = async (environment: Environment): Promise<Compiler> => {
  const chosen = environment.CXX;
  for (const name of chosen ? [chosen] : ['g++', 'clang++', 'c++']) {
    const command = (await isExecutable(name)) ? name : await findOnPath(name, environment);
    if (command === undefined) continue;
    const version = await runTool(command, ['--version'], { environment });
    return { command, version: version.split('\n')[0] ?? '' };
  }
  throw new ToolError(
    `a C++ compiler is missing: ${chosen ? `CXX is ${chosen}, which is` : 'g++, clang++ and c++ are'} not on PATH`,
    { command: 'apt-get install g++' },
  );
};

/** What verilated.mk compiles with, less what only quiets warnings. */
export const COMMON_FLAGS: readonly string[] = ['-std=gnu++17', '-w', '-faligned-new', '-pthread'];

export const traceDefines = (trace: boolean): readonly string[] => {
  const on = trace ? 1 : 0;
  const defines = ['VM_COVERAGE=0', 'VM_SC=0', 'VM_TRACE_FST=0'];
  return [...defines, `VM_TRACE=${on}`, `VM_TRACE_VCD=${on}`].map((define) => `-D${define}`);
};

/** One call of the compiler: a source to an object. Paths are relative to the call's folder. */
export interface Translation {
  readonly source: string;
  readonly object: string;
  readonly flags: readonly string[];
}

/**
 * Compiles in `tool.cwd`, at most `jobs` at a time; `onDone` hears how many are. Throws ToolError
 * with what the compiler said.
 */
export const compileAll = async (
  compiler: Compiler,
  translations: readonly Translation[],
  jobs: number,
  tool: ToolOptions,
  onDone: (done: number) => void = () => {},
): Promise<void> => {
  let done = 0;
  await inParallel(translations, jobs, async ({ source, object, flags }) => {
    await runTool(compiler.command, [...COMMON_FLAGS, ...flags, '-c', source, '-o', object], tool);
    onDone(++done);
  });
};

import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../generator/emit/root.js';
import { cached } from '../cache/store.js';
import type { Toolchain } from './compile.js';
import { COMMON_FLAGS, type Compiler, compileAll, traceDefines } from './compiler.js';
import { contentKey } from './key.js';

/** The part of every simulator that does not know the design: Verilator's runtime and our testbench. */
export interface Runtime {
  /** Holds the objects, and harness.h for the part that knows the design. */
  readonly folder: string;
  readonly objects: readonly string[];
  /** What every source begins with, relative to `folder`: compiled once where the compiler can (g++). */
  readonly prefix: string;
}

const HARNESS_FILES: readonly string[] = [
  ...['harness.h', 'stall.h', 'streams.h', 'arguments.h', 'files.h', 'harness.cpp'],
];

const FLAGS: readonly string[] = ['-O1'];

/** Headers of every source; parsing them takes longer than most models do. */
const PREFIX = 'prefix.h';
const PREFIX_TEXT = '#include "harness.h"\n#include "verilated.h"\n';

/** Precompiled headers of clang are refused at another level of optimization; g++ passes over its own. */
const canPrecompile = ({ version }: Compiler): boolean => !version.includes('clang');

const templateFolder = join(packageRoot, 'templates', 'sim');

/** Texts of the testbench: part of a simulator's cache key. */
export const harnessTexts = (): Promise<readonly string[]> =>
  Promise.all(HARNESS_FILES.map((file) => readFile(join(templateFolder, file), 'utf8')));

/** Compiles the runtime the first time a Verilator, a compiler and a testbench meet. */
export const buildRuntime = async (toolchain: Toolchain, cacheDir: string): Promise<Runtime> => {
  const { verilator, compiler, trace, jobs, tool, onProgress } = toolchain;
  const names = ['verilated', 'verilated_threads', ...(trace ? ['verilated_vcd_c'] : [])];
  const include = join(verilator.root, 'include');
  const flags = [FLAGS, traceDefines(trace), `-I${include}`, `-I${join(include, 'vltstd')}`].flat();
  const versions = [verilator.version, compiler.version, ...COMMON_FLAGS, ...FLAGS, String(trace)];
  const key = contentKey([...versions, PREFIX_TEXT, ...(await harnessTexts())]);
  const folder = await cached(cacheDir, join('runtime', key), async (place) => {
    onProgress({ kind: 'runtime' });
    for (const file of HARNESS_FILES) await copyFile(join(templateFolder, file), join(place, file));
    await writeFile(join(place, PREFIX), PREFIX_TEXT);
    const sources = names.map((name) => ({
      source: join(include, `${name}.cpp`),
      object: `${name}.o`,
      flags,
    }));
    const harness = { source: 'harness.cpp', object: 'harness.o', flags };
    const prefix = {
      source: PREFIX,
      object: `${PREFIX}.gch`,
      flags: ['-x', 'c++-header', ...flags],
    };
    const all = [...sources, harness, ...(canPrecompile(compiler) ? [prefix] : [])];
    await compileAll(compiler, all, jobs, { ...tool, cwd: place });
  });
  const objects = ['harness', ...names].map((name) => join(folder, `${name}.o`));
  return { folder, objects, prefix: PREFIX };
};

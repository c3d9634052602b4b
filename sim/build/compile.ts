import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, type ToolOptions } from '../tools/run-tool.js';
import type { Verilator } from '../tools/verilator.js';
import {
  COMMON_FLAGS,
  type Compiler,
  compileAll,
  type Translation,
  traceDefines,
} from './compiler.js';
import { groupSources, type SourceFile } from './group.js';
import type { Runtime } from './runtime.js';
import { tabulate } from './tables.js';

/** Model code that runs every cycle, and model code that runs once. */
export const OPTIMIZE = { fast: '-O1', slow: '-O0' } as const;

/** What the build says while it works. */
export type BuildStep =
  | { readonly kind: 'verilate' }
  /** Verilator's runtime and the testbench: once per machine. */
  | { readonly kind: 'runtime' }
  | { readonly kind: 'compile'; readonly done: number; readonly total: number }
  | { readonly kind: 'link' };

export interface Toolchain {
  readonly verilator: Verilator;
  readonly compiler: Compiler;
  readonly trace: boolean;
  /** Compilers at the same time. */
  readonly jobs: number;
  readonly tool: ToolOptions;
  readonly onProgress: (step: BuildStep) => void;
}

/** Below this there is nothing to gain from tables. */
const TABULATE_BYTES = 20_000;

const sourcesIn = async (folder: string): Promise<readonly SourceFile[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cpp'));
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const text = await readFile(path, 'utf8');
      if (text.length < TABULATE_BYTES) return { name, bytes: text.length };
      const tabulated = tabulate(text);
      await writeFile(path, tabulated);
      return { name, bytes: tabulated.length };
    }),
  );
};

const translationsOf = async (
  toolchain: Toolchain,
  runtime: Runtime,
  folder: string,
): Promise<readonly Translation[]> => {
  const files = await sourcesIn(folder);
  const include = join(toolchain.verilator.root, 'include');
  const flags = [
    ...traceDefines(toolchain.trace),
    ...['.', runtime.folder, include, join(include, 'vltstd')].map((path) => `-I${path}`),
  ];
  return Promise.all(
    groupSources(files, toolchain.jobs).map(async (group, index) => {
      const source = `group${index}.cc`;
      const text = group.files.map((file) => `#include "${file}"\n`).join('');
      await writeFile(join(folder, source), text);
      const prefix = ['-include', join(runtime.folder, runtime.prefix)];
      return {
        source,
        object: `group${index}.o`,
        flags: [OPTIMIZE[group.kind], ...flags, ...prefix],
      };
    }),
  );
};

/**
 * Compiles the verilated C++ in `folder` and `model`, which joins it to the testbench, and links
 * both with the runtime to `executable`. Neither make nor Python is needed. Throws ToolError with what the compiler said.
 */
export const compileSimulator = async (
  toolchain: Toolchain,
  runtime: Runtime,
  model: string,
  folder: string,
  executable: string,
): Promise<void> => {
  const { compiler, jobs, tool, onProgress } = toolchain;
  await writeFile(join(folder, 'model.cpp'), model);
  const translations = await translationsOf(toolchain, runtime, folder);
  const total = translations.length;
  onProgress({ kind: 'compile', done: 0, total });
  await compileAll(compiler, translations, jobs, { ...tool, cwd: folder }, (done) =>
    onProgress({ kind: 'compile', done, total }),
  );
  onProgress({ kind: 'link' });
  const objects = [...translations.map(({ object }) => object), ...runtime.objects];
  const link = [...COMMON_FLAGS, ...objects, '-o', executable];
  await runTool(compiler.command, link, { ...tool, cwd: folder });
};

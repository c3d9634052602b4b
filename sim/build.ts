import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type BuildStep, compileSimulator, OPTIMIZE, type Toolchain } from './build/compile.js';
import { COMMON_FLAGS, findCompiler } from './build/compiler.js';
import { contentKey, fileListOf, packageSources } from './build/key.js';
import { controlFile, renderModel } from './build/model.js';
import { buildRuntime, harnessTexts } from './build/runtime.js';
import { TRACE_FLAGS, VERILATE_FLAGS, verilate } from './build/verilate.js';
import { cacheFolder, type Environment } from './cache/folder.js';
import { cached, evict } from './cache/store.js';
import { withTemporaryFolder } from './cache/temporary.js';
import { type Package, readPackage, type StreamFacts } from './manifest.js';
import { isExecutable } from './tools/run-tool.js';
import { findVerilator } from './tools/verilator.js';

/** An executable that simulates one package. */
export interface Simulator {
  readonly executable: string;
  readonly design: Package;
  /** Whether it can write waveforms. */
  readonly trace: boolean;
  /** Streams within the top module that every run records. */
  readonly taps: readonly StreamFacts[];
  readonly cacheDir: string;
}

export interface BuildOptions {
  /** For waveforms: a build of its own, slower to run. */
  readonly trace?: boolean;
  /**
   * Streams within the top module to record, `port` being the prefix of their wires: a build of its own,
   * from the same package.
   */
  readonly taps?: readonly StreamFacts[];
  readonly cacheDir?: string;
  /** Compilers at the same time; the number of cores unless told. */
  readonly jobs?: number;
  /** Hears of each step of the work; of none when the simulator is in the cache. */
  readonly onProgress?: (step: BuildStep) => void;
  readonly environment?: Environment;
  readonly signal?: AbortSignal;
}

/** What simulators may take in the cache before the least recently used are dropped. */
const CACHE_LIMIT_BYTES = 2 * 2 ** 30;

const EXECUTABLE = 'simulator';

const findToolchain = async (options: BuildOptions, cacheDir: string): Promise<Toolchain> => {
  const environment: Environment = options.environment ?? process.env;
  const [verilator, compiler] = await Promise.all([
    findVerilator({ environment, cacheDir }),
    findCompiler(environment),
  ]);
  return {
    verilator,
    compiler,
    trace: options.trace ?? false,
    jobs: options.jobs ?? availableParallelism(),
    tool: { environment, signal: options.signal },
    onProgress: options.onProgress ?? (() => {}),
  };
};

/** The parts of a simulator that depend on the design and on what is to be seen of it. */
interface Sources {
  readonly design: Package;
  /** C++ that knows the design. */
  readonly model: string;
  /** For Verilator. */
  readonly control: string | undefined;
}

/** Everything that decides what the executable does, or how fast. */
const keyOf = async (
  { design, model, control }: Sources,
  toolchain: Toolchain,
): Promise<string> => {
  const { verilator, compiler, trace } = toolchain;
  return contentKey([
    ...[verilator.version, compiler.version, design.top, model, String(trace)],
    ...(control === undefined ? [] : [control]),
    ...[VERILATE_FLAGS, TRACE_FLAGS, COMMON_FLAGS, Object.values(OPTIMIZE)].flat(),
    ...(await harnessTexts()),
    ...(await packageSources(design)),
  ]);
};

const build = async (
  { design, model, control }: Sources,
  toolchain: Toolchain,
  cacheDir: string,
  place: string,
): Promise<void> => {
  const { onProgress, verilator, trace, tool } = toolchain;
  const runtime = await buildRuntime(toolchain, cacheDir);
  await withTemporaryFolder(cacheDir, async (folder) => {
    onProgress({ kind: 'verilate' });
    const verilation = { fileList: fileListOf(design), top: design.top, trace, control };
    await verilate(verilator, verilation, folder, tool);
    await compileSimulator(toolchain, runtime, model, folder, join(place, EXECUTABLE));
  });
};

/**
 * The simulator of a package: from the cache when one was built from the same Verilog, testbench and
 * tools. Throws SinterError when the package is not one, ToolError when a tool is missing or fails.
 */
export const buildSimulator = async (
  packageDir: string,
  options: BuildOptions = {},
): Promise<Simulator> => {
  const cacheDir = options.cacheDir ?? (await cacheFolder(options.environment));
  const design = await readPackage(packageDir);
  const toolchain = await findToolchain(options, cacheDir);
  const taps = options.taps ?? [];
  const model = renderModel(design, taps);
  const sources = { design, model, control: controlFile(design, taps) };
  const entry = join('simulators', await keyOf(sources, toolchain));
  const executable = join(cacheDir, entry, EXECUTABLE);
  if (!(await isExecutable(executable))) {
    await rm(join(cacheDir, entry), { recursive: true, force: true });
  }
  await cached(cacheDir, entry, async (place) => {
    await build(sources, toolchain, cacheDir, place);
  });
  await evict(cacheDir, 'simulators', CACHE_LIMIT_BYTES);
  return { executable, design, trace: toolchain.trace, taps, cacheDir };
};

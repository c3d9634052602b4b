import { join } from 'node:path';
import type { InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import { cacheFolder } from '../../sim/cache/folder.js';
import { withTemporaryFolder } from '../../sim/cache/temporary.js';
import { type Compiled, compile } from '../compile.js';
import { writePackage } from '../emit/write.js';
import { SinterError } from '../error.js';
import { resetPolicies } from '../ir/reset.js';
import { loadDesign } from '../load.js';
import type { FoldGoal } from '../passes/fold.js';
import { setEverywhere, setParameters } from '../passes/set-parameters.js';
import { assignmentsOf, once, wholeNumber } from './arguments.js';
import { step } from './progress.js';
import type { Terminal } from './terminal.js';

export const designPositional = {
  design: {
    type: 'string',
    demandOption: true,
    describe: 'a design (.ts, .js) or a model (.tflite)',
  },
} as const satisfies Record<string, PositionalOptions>;

/** How a model is read, the same for every command that takes one. */
export const importOptions = {
  'keep-operators': {
    type: 'boolean',
    describe: 'of a model: every operator by itself, bit by bit; no norm or GELU is recognised',
  },
} as const satisfies Record<string, Options>;

/** What turns a design's parameters, the same for every command that takes a design. */
export const designOptions = {
  multipliers: {
    type: 'string',
    requiresArg: true,
    describe: 'unroll the layers to use at most N multipliers (64 if no layer says)',
  },
  interval: {
    type: 'string',
    requiresArg: true,
    describe: 'unroll the layers to take at most N cycles per inference',
  },
  set: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'set a parameter: dense0.array.simd=32, x.lanes=4; may be repeated',
  },
  rounding: {
    choices: ['double', 'single'],
    requiresArg: true,
    describe: 'requantization of every layer: TFLite reference (double) or XNNPACK (single)',
  },
  reset: {
    choices: resetPolicies,
    requiresArg: true,
    describe: 'reset of the top module: rst, rst_n, arst or arst_n [default: sync-high, rst]',
  },
  ...importOptions,
} as const satisfies Record<string, Options>;

export type DesignArguments = InferredOptionTypes<typeof designPositional & typeof designOptions>;

const goalOf = (given: DesignArguments): FoldGoal | undefined => {
  const budget = wholeNumber('--multipliers', given.multipliers, 1);
  const cycles = wholeNumber('--interval', given.interval, 1);
  if (budget !== undefined && cycles !== undefined) {
    throw new SinterError({
      code: 'E_ARGUMENT',
      place: '--multipliers and --interval',
      reason: 'are two goals',
      hint: 'give one of them',
    });
  }
  if (budget !== undefined) return { kind: 'multipliers', budget };
  return cycles === undefined ? undefined : { kind: 'interval', cycles };
};

/** Loads the design, sets its parameters, folds and compiles it. Throws SinterError. */
export const compileDesign = async (
  given: DesignArguments,
  terminal: Terminal,
): Promise<Compiled> => {
  const goal = goalOf(given);
  const assignments = assignmentsOf(given.set ?? []);
  const rounding = once('--rounding', given.rounding);
  const resetName = once('--reset', given.reset);
  const reset = resetPolicies.find((policy) => policy === resetName);
  return step(terminal, `compiling ${given.design}`, async () => {
    const keepOperators = given['keep-operators'];
    const loaded = await loadDesign(given.design, terminal.directory, { keepOperators });
    const rounded = rounding ? setEverywhere(loaded, 'rounding', rounding) : loaded;
    return compile(setParameters(rounded, assignments), goal, { reset });
  });
};

/** The words that repeat these arguments, for messages. */
export const designWords = (given: DesignArguments): readonly string[] => [
  given.design,
  ...(given.multipliers ? ['--multipliers', given.multipliers] : []),
  ...(given.interval ? ['--interval', given.interval] : []),
  ...(given.set ?? []).flatMap((one) => ['--set', one]),
  ...(given.rounding ? ['--rounding', given.rounding] : []),
  ...(given.reset ? ['--reset', given.reset] : []),
  ...(given['keep-operators'] ? ['--keep-operators'] : []),
];

/** Runs `work` with a temporary folder, and with the package written below it. */
export const withPackage = async <Result>(
  compiled: Compiled,
  terminal: Terminal,
  work: (packageDir: string, folder: string) => Promise<Result>,
): Promise<Result> =>
  withTemporaryFolder(await cacheFolder(terminal.environment), async (folder) => {
    const packageDir = join(folder, compiled.package.manifest.name);
    writePackage(compiled.package, packageDir);
    return work(packageDir, folder);
  });

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Compiled, compile } from '../../generator/compile.js';
import { writePackage } from '../../generator/emit/write.js';
import type { Datapath } from '../../generator/ir/datapath.js';
import type { FoldGoal } from '../../generator/passes/fold.js';
import type { StallProfile } from '../../sim/run.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { verilatorLint } from '../../sim/tools/lint.js';
import { verify } from '../../sim/verify.js';

export interface ProofOptions {
  readonly tensors?: number;
  readonly stalls?: readonly StallProfile[];
  readonly seed?: number;
  readonly lint?: boolean;
}

/** What the hardware of a network did beside what its package promises. */
export interface NetworkProof {
  /** Of every stall profile that was not as expected: where the first wrong bit is. */
  readonly mismatches: readonly string[];
  readonly findings: readonly string[];
  readonly promised: { readonly intervalCycles: number; readonly latencyCycles: number };
  readonly measured: {
    readonly intervalCycles: number | undefined;
    readonly latencyCycles: number | undefined;
  };
  /** Cycles at which as many multipliers would be busy with effectual MACs alone. */
  readonly idealCycles: number;
  readonly multipliers: number;
}

/** Writes the package of a compiled network, lints it and runs it under each stall profile. */
export const proveCompiled = async (
  { bound, design, package: pack }: Compiled,
  { tensors = 8, stalls = ['none', 'both'], seed = 1, lint = true }: ProofOptions = {},
): Promise<NetworkProof> => {
  const folder = await mkdtemp(join(tmpdir(), 'sinter-network-'));
  try {
    const packageDir = join(folder, design.name);
    writePackage(pack, packageDir);
    const files = [...pack.files.keys()]
      .filter((path) => path.startsWith('rtl/'))
      .map((path) => join(packageDir, path));
    const findings = lint ? await verilatorLint(files, { top: pack.manifest.top }) : [];
    const inputs = stimulusFor(bound.datapath.inputs, tensors, seed);
    const results = await verify({ packageDir, bound, inputs, stalls, seed, jobs: 1 });
    const { intervalCycles, latencyCycles, multipliers, effectualMacs } = pack.manifest;
    const measurement = results.find(({ stall }) => stall === 'none')?.measurement;
    return {
      mismatches: results.flatMap(({ stall, mismatch }) =>
        mismatch === undefined ? [] : [`${stall}: ${mismatch}`],
      ),
      findings,
      promised: { intervalCycles, latencyCycles },
      measured: {
        intervalCycles: measurement?.intervalCycles,
        latencyCycles: measurement?.latencyCycles,
      },
      idealCycles: effectualMacs / multipliers,
      multipliers,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const proveNetwork = (
  datapath: Datapath,
  goal: FoldGoal,
  options?: ProofOptions,
): Promise<NetworkProof> => proveCompiled(compile(datapath, goal), options);

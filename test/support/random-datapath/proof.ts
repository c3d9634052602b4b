import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Compiled, compile } from '../../../generator/compile.js';
import { writePackage } from '../../../generator/emit/write.js';
import { isSinterError } from '../../../generator/error.js';
import type { Datapath } from '../../../generator/ir/datapath.js';
import { randomIntegers } from '../../../generator/numeric/random.js';
import type { BoundNode } from '../../../generator/passes/bind.js';
import type { FoldGoal } from '../../../generator/passes/fold.js';
import { buildSimulator } from '../../../sim/build.js';
import { beatsPerTensor } from '../../../sim/manifest.js';
import { STALL_PROFILES, simulate } from '../../../sim/run.js';
import { stimulusFor } from '../../../sim/stimulus.js';
import { proveCompiled } from '../network-proof.js';

/** As given, or folded for a goal that falls to the seed and can be reached. */
export const compileDrawn = (datapath: Datapath, seed: number): Compiled => {
  const next = randomIntegers(seed ^ 0x5eed);
  const goals: readonly (FoldGoal | undefined)[] = [
    undefined,
    { kind: 'multipliers', budget: 4 + (next() % 40) },
    { kind: 'interval', cycles: 4 + (next() % 200) },
  ];
  const goal = goals[next() % goals.length];
  if (!goal) return compile(datapath);
  try {
    return compile(datapath, goal);
  } catch (error) {
    if (!isSinterError(error)) throw error;
    return compile(datapath);
  }
};

/** Many short tensors; and as many as it takes until streams that part have settled, where cycles are asked. */
const tensors = 14;
const settled = 120;

/** Whether what the data are decides how long a unit takes, and its promise is the most. */
const isByData = ({ node, unit }: BoundNode): boolean => {
  const { dataflow } = (node.parameters['array'] ?? {}) as { readonly dataflow?: unknown };
  return unit.contract().completions !== undefined || dataflow === 'bit-serial';
};

/** Cycles of the later half of many tensors, on the output that takes longest for them; tensors of that half. */
const settledCycles = async (compiled: Compiled, seed: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'sinter-drawn-'));
  try {
    const packageDir = join(folder, compiled.design.name);
    writePackage(compiled.package, packageDir);
    const simulator = await buildSimulator(packageDir);
    const inputs = stimulusFor(compiled.bound.datapath.inputs, settled, seed);
    const run = await simulate(simulator, { inputs, stall: 'none', seed });
    const count = settled / 2;
    const cycles = [...run.outputs.values()].map(({ stream, cycles }) => {
      const beats = beatsPerTensor(stream);
      const end = (tensor: number): number => cycles[(tensor + 1) * beats - 1] ?? Number.NaN;
      return end(settled - 1) - end(settled - 1 - count);
    });
    return { cycles: Math.max(...cycles), count };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** What is wrong with the hardware of a datapath: bits, findings, cycles; nothing where all is well. */
export const wrongWith = async (
  datapath: Datapath,
  { seed, lint = false }: { readonly seed: number; readonly lint?: boolean },
): Promise<readonly string[]> => {
  const compiled = compileDrawn(datapath, seed);
  const proof = await proveCompiled(compiled, { tensors, stalls: STALL_PROFILES, seed, lint });
  const { measured, promised, mismatches, findings } = proof;
  const wrong = [...mismatches, ...findings];
  if (mismatches.length > 0) return wrong;
  const byData = compiled.hardware.nodes.some(isByData);
  const latency = measured.latencyCycles ?? Number.NaN;
  const latencyTold = promised.latencyCycles;
  if (byData ? latency > latencyTold : latency !== latencyTold) {
    wrong.push(`latency: ${latency} cycles, promised ${latencyTold}`);
  }
  const { intervalCycles: interval } = promised;
  if (measured.intervalCycles === interval) return wrong;
  const { cycles, count } = await settledCycles(compiled, seed);
  // Where data decide, one tensor may end the quicker and the last the slower.
  const fits = byData ? cycles <= (count + 1) * interval : cycles === count * interval;
  if (!fits) wrong.push(`interval: ${cycles} cycles for ${count} tensors, promised ${interval}`);
  return wrong;
};

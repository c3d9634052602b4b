import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SinterError, ToolError } from '../generator/error.js';
import type { Codes } from '../generator/ir/codes.js';
import type { Simulator } from './build.js';
import { withTemporaryFolder } from './cache/temporary.js';
import { packTensors } from './pack.js';
import { readCapture, type SimulationRun } from './run/capture.js';
import { runTool } from './tools/run-tool.js';

/** Which sides of the design hold back, in seeded bursts. */
export type StallProfile = 'none' | 'source' | 'sink' | 'both';

export const STALL_PROFILES: readonly StallProfile[] = ['none', 'source', 'sink', 'both'];

export interface Waves {
  /** VCD. */
  readonly file: string;
  /** Cycles that are shown; all unless told. */
  readonly fromCycle?: number;
  readonly toCycle?: number;
}

export interface Stimulus {
  /** One tensor after the other, per input stream by its name; as many for every input. */
  readonly inputs: ReadonlyMap<string, readonly Codes[]>;
  readonly stall: StallProfile;
  /** Of the stalls, of rubbish on idle inputs and of uninitialised registers; a natural number. */
  readonly seed: number;
}

export interface RunOptions {
  /** Cycles without any beat that count as a deadlock; far above what the manifest promises. */
  readonly idleLimitCycles?: number;
  readonly cycleLimit?: number;
  /** Needs a simulator built with `trace`. */
  readonly waves?: Waves;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** The command that repeats this run, for errors: the simulator's own needs files that are gone. */
  readonly repeatCommand?: string | undefined;
}

/** A design that is this quiet with both sides stalled (bursts of up to 512 cycles) is stuck. */
const idleLimitOf = ({ design }: Simulator): number =>
  design.intervalCycles === undefined || design.latencyCycles === undefined
    ? 200_000
    : 20_000 + 4 * Math.ceil(design.intervalCycles + design.latencyCycles);

/** Surplus beats come within the latency, if that is not too long to wait for. */
const drainOf = ({ design }: Simulator): number =>
  64 + Math.min(Math.ceil(design.latencyCycles ?? 1024), 4096);

const wrong = (place: string, reason: string): SinterError =>
  new SinterError({ code: 'E_ARGUMENT', place, reason });

/** Writes the inputs' beats; gives the number of tensors. */
const writeStimulus = async (
  simulator: Simulator,
  { inputs }: Stimulus,
  folder: string,
): Promise<number> => {
  const streams = simulator.design.streams.filter(({ direction }) => direction === 'input');
  const count = inputs.get(streams[0]?.name ?? '')?.length ?? 0;
  for (const stream of streams) {
    const tensors = inputs.get(stream.name);
    const place = `${simulator.design.name}.${stream.name}`;
    if (tensors === undefined || tensors.length === 0) throw wrong(place, 'is given no tensors');
    if (tensors.length !== count) {
      throw wrong(place, `is given ${tensors.length} tensors, ${streams[0]?.name} ${count}`);
    }
    await writeFile(join(folder, `${stream.port}.beats`), packTensors(stream, tensors));
  }
  for (const name of inputs.keys()) {
    if (!streams.some((stream) => stream.name === name)) {
      const known = streams.map((stream) => stream.name).join(', ');
      throw wrong(`${simulator.design.name}.${name}`, `is not an input; there is ${known}`);
    }
  }
  return count;
};

const argumentsOf = (
  simulator: Simulator,
  { stall, seed }: Stimulus,
  options: RunOptions,
): Readonly<Record<string, string | number | undefined>> => ({
  source: Number(stall === 'source' || stall === 'both'),
  sink: Number(stall === 'sink' || stall === 'both'),
  seed,
  idle: options.idleLimitCycles ?? idleLimitOf(simulator),
  drain: drainOf(simulator),
  cycles: options.cycleLimit,
  waves: options.waves && resolve(options.waves.file),
  from: options.waves?.fromCycle,
  to: options.waves?.toCycle,
});

/**
 * Feeds the stimulus through the simulator, tensors back to back, and records every output beat.
 * Throws SinterError when the stimulus does not fit the design, ToolError when the simulation
 * crashes, is cancelled or takes too long. Nothing is left behind but the waveform asked for.
 */
export const simulate = async (
  simulator: Simulator,
  stimulus: Stimulus,
  options: RunOptions = {},
): Promise<SimulationRun> => {
  if (options.waves && !simulator.trace) {
    throw new ToolError('waveforms need a simulator that is built with trace');
  }
  if (options.waves) await mkdir(dirname(resolve(options.waves.file)), { recursive: true });
  return withTemporaryFolder(simulator.cacheDir, async (folder) => {
    const tensors = await writeStimulus(simulator, stimulus, folder);
    const words = Object.entries({
      dir: folder,
      tensors,
      ...argumentsOf(simulator, stimulus, options),
    }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
    await runTool(simulator.executable, words, {
      signal: options.signal,
      timeoutSeconds: options.timeoutSeconds,
      repeatCommand: options.repeatCommand,
    });
    return readCapture(folder, simulator, tensors);
  });
};

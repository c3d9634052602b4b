import { availableParallelism } from 'node:os';
import { outputsOf, runGolden } from '../generator/golden.js';
import type { Codes } from '../generator/ir/codes.js';
import type { BoundDatapath } from '../generator/passes/bind.js';
import { type BuildOptions, buildSimulator } from './build.js';
import { describeMismatch } from './compare/mismatch.js';
import type { Comparison } from './compare.js';
import { type Localisation, localise } from './localise.js';
import type { Package } from './manifest.js';
import { type Measurement, measureRun } from './measure.js';
import { type StallProfile, simulate } from './run.js';
import { compareEach, type ShardRun, simulateShards, sliceTensors, together } from './shard.js';
import { type Layers, tapsOf } from './taps.js';

/** Tensors per stream, by the stream's name. */
export type Tensors = ReadonlyMap<string, readonly Codes[]>;

/** The golden model's outputs for every tensor of the inputs. */
export const goldenOutputs = (bound: BoundDatapath, inputs: Tensors): Tensors => {
  const count = [...inputs.values()][0]?.length ?? 0;
  const outputs = new Map<string, Codes[]>(bound.datapath.outputs.map(({ name }) => [name, []]));
  for (let i = 0; i < count; i++) {
    const tensor = new Map([...inputs].map(([name, list]) => [name, list[i] as Codes]));
    for (const [name, codes] of outputsOf(bound, runGolden(bound, tensor))) {
      outputs.get(name)?.push(codes);
    }
  }
  return outputs;
};

export interface VerifyOptions {
  readonly packageDir: string;
  readonly bound: BoundDatapath;
  /** What the package is made of: to find the layer that a mismatch comes from. */
  readonly layers?: Layers;
  readonly inputs: Tensors;
  readonly stalls: readonly StallProfile[];
  readonly seed: number;
  /** Simulations at the same time; the number of cores unless told. */
  readonly jobs?: number;
  /** VCD of the first mismatch, else of the first run. */
  readonly waves?: string;
  readonly build?: BuildOptions;
  /** The command that repeats a failing profile, for messages. */
  readonly repeatCommand?: (stall: StallProfile) => string;
  readonly onProfile?: (result: ProfileResult) => void;
  /** Hears when the layer of a mismatch is looked for, which takes another build. */
  readonly onLocalise?: () => void;
}

/** One stall profile: every tensor fed through the Verilog and compared with the golden model. */
export interface ProfileResult {
  readonly stall: StallProfile;
  readonly tensors: number;
  readonly comparison: Comparison;
  /** One line that locates the first mismatch; undefined when every bit is as expected. */
  readonly mismatch: string | undefined;
  /** The layer that the mismatch comes from; undefined without `layers`, or where there is only one. */
  readonly localisation: Localisation | undefined;
  /** Without stalls, of one process: the hardware's own cycles. */
  readonly measurement: Measurement | undefined;
}

/** ` (from dense0, dense)`: the node that drives the output behind `port`; nothing for an input. */
const driverText = ({ datapath }: BoundDatapath, { streams }: Package, port: string): string => {
  const { name, direction } = streams.find((stream) => stream.port === port) ?? {};
  if (direction !== 'output') return '';
  const output = datapath.outputs.find((one) => one.name === name);
  const node = datapath.nodes.find((one) => one.name === output?.from);
  return node ? ` (from ${node.name}, ${node.unit})` : '';
};

const measured = (stall: StallProfile, shards: readonly ShardRun[]): Measurement | undefined => {
  const [first] = shards;
  return stall === 'none' && first?.run.end === 'done' ? measureRun(first.run) : undefined;
};

/** Simulates a part again, with waveforms up to its mismatch. */
const writeWaves = async (
  options: VerifyOptions,
  file: string,
  stall: StallProfile,
  { range, seed }: ShardRun,
  { first }: Comparison,
): Promise<void> => {
  const simulator = await buildSimulator(options.packageDir, { ...options.build, trace: true });
  const waves = { file, ...(first ? { toCycle: first.cycle + 100 } : {}) };
  await simulate(
    simulator,
    { inputs: sliceTensors(options.inputs, range), stall, seed },
    { waves, repeatCommand: options.repeatCommand?.(stall) },
  );
};

/** Tensors after the one with the mismatch that its run takes along: they keep it busy. */
const tensorsBehind = 2;

/** Simulates a part again, up to its mismatch, and listens to the streams between the layers. */
const findLayer = async (
  { packageDir, layers, inputs: all, build, repeatCommand, onLocalise }: VerifyOptions,
  design: Package,
  stall: StallProfile,
  { range, seed }: ShardRun,
  { first }: Comparison,
): Promise<Localisation | undefined> => {
  const taps = layers ? await tapsOf(design, layers) : [];
  // What one layer takes and gives is seen at the ports.
  if (!layers || layers.hardware.nodes.length < 2 || taps.length === 0 || !first) return undefined;
  onLocalise?.();
  const streams = taps.map(({ stream }) => stream);
  const simulator = await buildSimulator(packageDir, { ...build, taps: streams });
  const end = Math.min(range.end, first.tensor + 1 + tensorsBehind);
  const inputs = sliceTensors(all, { start: range.start, end });
  const options = { repeatCommand: repeatCommand?.(stall) };
  const run = await simulate(simulator, { inputs, stall, seed }, options);
  return localise(run, taps, layers.hardware, inputs, range.start);
};

/**
 * Golden against RTL under each stall profile; the simulator is built once. Throws SinterError or
 * ToolError; a mismatch is a result.
 */
export const verify = async (options: VerifyOptions): Promise<readonly ProfileResult[]> => {
  const { bound, inputs, stalls, seed } = options;
  const jobs = options.jobs ?? availableParallelism();
  const simulator = await buildSimulator(options.packageDir, options.build);
  const expected = goldenOutputs(bound, inputs);
  const results: ProfileResult[] = [];
  let wavesWritten = false;
  for (const stall of stalls) {
    const repeatCommand = options.repeatCommand?.(stall);
    const shards = await simulateShards(
      simulator,
      { inputs, stall, seed },
      { jobs, repeatCommand },
    );
    const parts = compareEach(shards, expected);
    const comparison = together(parts);
    const { first } = comparison;
    const wrong = parts.findIndex((part) => part.first);
    const failing = Math.max(0, wrong);
    const [shard, part] = [shards[failing] as ShardRun, parts[failing] as Comparison];
    const result: ProfileResult = {
      stall,
      tensors: [...inputs.values()][0]?.length ?? 0,
      comparison,
      mismatch:
        first && `${describeMismatch(first)}${driverText(bound, simulator.design, first.stream)}`,
      localisation: await findLayer(options, simulator.design, stall, shard, part),
      measurement: measured(stall, shards),
    };
    results.push(result);
    options.onProfile?.(result);
    const wanted = options.waves && !wavesWritten && (first || stall === stalls.at(-1));
    if (options.waves && wanted) {
      await writeWaves(options, options.waves, stall, shard, part);
      wavesWritten = true;
    }
  }
  return results;
};

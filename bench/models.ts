import { join } from 'node:path';
import { type Compiled, compile } from '../generator/compile.js';
import { writePackage } from '../generator/emit/write.js';
import type { Codes } from '../generator/ir/codes.js';
import { buildSimulator } from '../sim/build.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { measureRun } from '../sim/measure.js';
import type { SimulationRun } from '../sim/run/capture.js';
import { simulate } from '../sim/run.js';
import { goldenOutputs, type Tensors } from '../sim/verify.js';
import { isAvailable, loadNetwork, type Network, networkNames, skippedText } from './networks.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table, timed } from './section.js';

const budgets: readonly number[] = [64, 256, 1024];

/** Inferences that follow each other without a gap. */
const inferences = 6;

interface Row {
  readonly network: string;
  readonly budget: number;
  readonly compiled: Compiled;
  readonly latencyCycles: number;
  readonly intervalCycles: number;
  readonly generateSeconds: number;
  readonly buildSeconds: number;
  readonly cyclesPerSecond: number;
}

const sameCodes = (a: Codes | undefined, b: Codes): boolean =>
  a !== undefined &&
  a.length === b.length &&
  b.every((code: number | bigint, i: number) => a[i] === code);

/** Throws unless the Verilog gave what the golden model gives. */
const check = (name: string, run: SimulationRun, expected: Tensors): void => {
  for (const [output, tensors] of expected) {
    const actual = run.outputs.get(output)?.tensors ?? [];
    const wrong = tensors.findIndex((tensor, i) => !sameCodes(actual[i], tensor));
    if (wrong >= 0) throw new Error(`${name}: ${output} differs from the golden model in ${wrong}`);
  }
};

const measure = async (network: Network, budget: number, folder: string): Promise<Row> => {
  const { name, datapath, samples } = network;
  const generated = await timed(() => compile(datapath, { kind: 'multipliers', budget }));
  const compiled = generated.result;
  const packageDir = join(folder, `${name}-${budget}`);
  writePackage(compiled.package, packageDir);
  const built = await timed(() => buildSimulator(packageDir, { cacheDir: folder }));
  const tensors = Array.from(
    { length: inferences },
    (_, i) => samples[i % samples.length] as Codes,
  );
  const inputs = new Map(datapath.inputs.map((input) => [input.name, tensors]));
  const stimulus = { inputs, stall: 'none', seed: 1 } as const;
  const simulated = await timed(() => simulate(built.result, stimulus));
  check(name, simulated.result, goldenOutputs(compiled.bound, inputs));
  const { latencyCycles, intervalCycles = 0 } = measureRun(simulated.result);
  return {
    ...{ network: name, budget, compiled, latencyCycles, intervalCycles },
    generateSeconds: generated.seconds,
    buildSeconds: built.seconds,
    cyclesPerSecond: simulated.result.cycles / simulated.seconds,
  };
};

/** A measured figure, with the promised one where they differ. */
const against = (measured: number, promised: number): string =>
  measured === promised ? count(measured) : `${count(measured)} (promised ${count(promised)})`;

const cyclesOf = (row: Row): readonly string[] => {
  const { manifest } = row.compiled.package;
  const ideal = manifest.effectualMacs / row.budget;
  const own = manifest.effectualMacs / manifest.multipliers;
  return [
    ...[row.network, count(row.budget), count(manifest.multipliers), count(manifest.effectualMacs)],
    ideal < 10 ? ideal.toFixed(1) : count(ideal),
    against(row.intervalCycles, manifest.intervalCycles),
    (row.intervalCycles / ideal).toFixed(3),
    (row.intervalCycles / own).toFixed(3),
    against(row.latencyCycles, manifest.latencyCycles),
    count(manifest.memoryBits),
  ];
};

const timesOf = (row: Row): readonly string[] => [
  ...[row.network, count(row.budget), row.generateSeconds.toFixed(2), row.buildSeconds.toFixed(1)],
  count(row.cyclesPerSecond),
];

export const models: Section = {
  name: 'models',
  title: 'Networks',
  async run(say) {
    const rows: Row[] = [];
    // Verilator's runtime is compiled once a cache: not in any network's time.
    await withTemporaryFolder(await scratchFolder(), async (folder) => {
      for (const name of networkNames.filter(isAvailable)) {
        const network = await loadNetwork(name);
        if (rows.length === 0) await measure(network, 16, folder);
        for (const budget of budgets) {
          const row = await measure(network, budget, folder);
          say(cyclesOf(row).join('  '));
          rows.push(row);
        }
      }
    });
    return [
      `Cycles as Verilator counts them over ${inferences} inferences back to back, every output equal to the golden model's.`,
      'Ideal: MACs whose weight is not a known zero / budget. "/ own" is the same with the multipliers that were used.',
      'Where a measured figure differs from what the package promises, both are given.',
      skippedText(networkNames.filter((name) => !isAvailable(name))),
      '',
      table(
        [
          ...['network', 'budget', 'multipliers', 'effectual MACs', 'ideal', 'interval'],
          ...['/ ideal', '/ own', 'latency', 'memory bits'],
        ],
        rows.map(cyclesOf),
      ),
      '',
      'Wall time on the machine of this run: generation, Verilator build from nothing, simulation with the reading and writing of its files.',
      '',
      table(
        ['network', 'budget', 'generate s', 'build s', 'simulated cycles/s'],
        rows.map(timesOf),
      ),
    ].join('\n');
  },
};

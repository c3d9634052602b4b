import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codes } from '../generator/ir/codes.js';
import type { BoundDatapath } from '../generator/passes/bind.js';
import { findCompiler } from '../sim/build/compiler.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { runTool } from '../sim/tools/run-tool.js';
import { loopLayers } from './golden-layers.js';
import { isAvailable, loadNetwork, root, skippedText } from './networks.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table } from './section.js';

const names: readonly string[] = ['ad01', 'kws', 'resnet8', 'vww', 'micro_speech', 'glyphs'];

/** Rounds in which one follows the other, and how long each is: what disturbs one disturbs both. */
const rounds = 4;
const roundSeconds = 0.75;

interface Row {
  readonly name: string;
  readonly macs: number;
  /** Nanoseconds of the fastest inference: all units, those with MACs, the same as plain loops. */
  readonly all: number;
  readonly layers: number;
  readonly loops: number;
}

/** The golden models as users run them: compiled by tsc, not as jiti rewrites them for this file. */
const compiledBinding = async (): Promise<typeof import('../generator/passes/bind.js')> =>
  import(`${root}dist/generator/passes/bind.js`);

/** One inference, unit by unit; nanoseconds of all and of those with MACs. */
const inference = (
  bound: BoundDatapath,
  input: Codes,
): { values: ReadonlyMap<string, Codes>; all: number; layers: number } => {
  const values = new Map(bound.datapath.inputs.map(({ name }) => [name, input]));
  let all = 0;
  let layers = 0;
  for (const { node, unit } of bound.nodes) {
    const inputs = node.inputs.map((name) => values.get(name) as Codes);
    const start = performance.now();
    values.set(node.name, unit.golden(inputs));
    const took = 1e6 * (performance.now() - start);
    all += took;
    if (/conv2d|dense/.test(node.unit)) layers += took;
  }
  return { values, all, layers };
};

const measure = async (name: string, loop: string, folder: string): Promise<Row> => {
  const { datapath, samples } = await loadNetwork(name);
  const { bindDatapath } = await compiledBinding();
  const bound = bindDatapath(datapath);
  const input = samples.at(-1) as Codes;
  const { values } = inference(bound, input);
  const words = join(folder, `${name}.words`);
  await writeFile(words, new Uint8Array(loopLayers(bound, values).buffer));
  let all = Infinity;
  let layers = Infinity;
  let loops = Infinity;
  for (let round = 0; round < rounds; round++) {
    const end = performance.now() + 1000 * roundSeconds;
    while (performance.now() < end) {
      const run = inference(bound, input);
      all = Math.min(all, run.all);
      layers = Math.min(layers, run.layers);
    }
    const said = await runTool(loop, [words, String(roundSeconds)]);
    const [best = Infinity, mismatches] = said.trim().split(' ').map(Number);
    if (mismatches !== 0) throw new Error(`${name}: the loops differ in ${mismatches} codes`);
    loops = Math.min(loops, best);
  }
  const macs = bound.nodes.reduce((sum, { unit }) => sum + unit.contract().macs, 0);
  return { name, macs, all, layers, loops };
};

const cellsOf = ({ name, macs, all, layers, loops }: Row): readonly string[] => [
  ...[name, count(macs)],
  ...[all, loops].map((nanoseconds) => count((1000 * macs) / nanoseconds)),
  (loops / all).toFixed(2),
  (loops / layers).toFixed(2),
];

export const golden: Section = {
  name: 'golden',
  title: 'Golden models against plain C++ loops',
  async run(say) {
    const compiler = await findCompiler(process.env);
    const rows = await withTemporaryFolder(await scratchFolder(), async (folder) => {
      const loop = join(folder, 'golden-loop');
      await runTool(compiler.command, ['-O2', join(root, 'bench/golden-loop.cpp'), '-o', loop]);
      const measured: Row[] = [];
      for (const name of names.filter(isAvailable)) {
        const row = await measure(name, loop, folder);
        say(cellsOf(row).join('  '));
        measured.push(row);
      }
      return measured;
    });
    return [
      `The golden models in TypeScript and \`bench/golden-loop.cpp\` (${compiler.version}, \`-O2\`) on the same layers and data, in turn, in one run; results equal, fastest inference of each.`,
      'The loops have the layers with multiplications only. "all" is the whole network of the golden model against them, "MAC layers" the same layers on both sides.',
      skippedText(names.filter((name) => !isAvailable(name))),
      '',
      table(
        [
          ...['network', 'MACs', 'golden MMAC/s', 'C++ MMAC/s'],
          ...['ratio, all', 'ratio, MAC layers'],
        ],
        rows.map(cellsOf),
      ),
    ].join('\n');
  },
};

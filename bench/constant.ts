import { existsSync, readFileSync } from 'node:fs';
import { datapath } from '../generator/dsl/datapath.js';
import { int } from '../generator/dsl/formats.js';
import { tensor } from '../generator/dsl/tensor.js';
import { xc7 } from '../generator/evaluate/area.js';
import type { Datapath } from '../generator/ir/datapath.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { ecp5Cells, ecp5Text, ecp5Titles } from './ecp5.js';
import { synthesizeProven, tensors } from './netlist.js';
import { root } from './networks.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table, timed } from './section.js';

/** A matrix that da4ml 0.4.1 was measured on: a line an input, a column an output. */
interface Published {
  readonly file: string;
  readonly inputBits: number;
  readonly luts: number;
  readonly flipFlops: number;
}

const published: readonly Published[] = [
  { file: '16x16_w8a8', inputBits: 8, luts: 4740, flipFlops: 1001 },
  { file: '16x16_w4a8', inputBits: 8, luts: 2275, flipFlops: 1054 },
  { file: '32x32_w8a8', inputBits: 8, luts: 17_586, flipFlops: 2967 },
  { file: '64x32_w6a6', inputBits: 6, luts: 21_736, flipFlops: 5258 },
];

const pathOf = ({ file }: Published): string => `${root}../shared/reference/matrices/${file}.txt`;

/** Rows of outputs. */
const matrixOf = (text: string): readonly (readonly number[])[] => {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return (lines[0] ?? []).map((_, column) => lines.map((line) => line[column] as number));
};

/** The layer whose accumulators are its outputs: nothing of a sum is rounded away. */
const designOf = (
  { file, inputBits }: Published,
  rows: readonly (readonly number[])[],
): Datapath => {
  const inputs = rows[0]?.length ?? 0;
  return datapath(`constant_${file}`, (d) => {
    const format = int(inputBits);
    const x = d.input('x', { shape: [inputs], format, scale: 1, lanes: inputs });
    const y = d.dense(x, {
      name: 'dense',
      weights: tensor.fromCodes(rows.flat(), [rows.length, inputs], int(8), { scale: 1 }),
      array: { dataflow: 'constant' },
      output: { format: int(24), scale: 1 },
    });
    d.output('y', y);
  }).build({ baseDirectory: '.' });
};

export const constant: Section = {
  name: 'constant',
  title: 'Constant arrays',
  async run(say) {
    const rows: (readonly string[])[] = [];
    await withTemporaryFolder(await scratchFolder(), async (folder) => {
      for (const matrix of published) {
        if (!existsSync(pathOf(matrix))) {
          say(`${matrix.file}: not there`);
          continue;
        }
        const weights = matrixOf(readFileSync(pathOf(matrix), 'utf8'));
        const module = `constant_${matrix.file}_dense_array`;
        const design = { datapath: designOf(matrix, weights), module };
        const { result, seconds } = await timed(() => synthesizeProven(design, xc7, folder));
        const others = await ecp5Cells(design, folder);
        const { luts, flipFlops } = result.area;
        const ratio = (ours: number, theirs: number): string => (ours / theirs).toFixed(3);
        rows.push([
          matrix.file,
          count(luts),
          count(matrix.luts),
          ratio(luts, matrix.luts),
          count(flipFlops),
          count(matrix.flipFlops),
          ratio(flipFlops, matrix.flipFlops),
          count(result.area.cells['INV'] ?? 0),
          count(result.cycles),
          ...others,
        ]);
        say(`${rows.at(-1)?.join('  ')} (${seconds.toFixed(0)} s)`);
      }
    });
    return [
      `\`array: { dataflow: 'constant' }\`, the array alone, its handshake and registers counted: \`${xc7.synthesis}\` of Yosys 0.55.`,
      `Every netlist was simulated in Verilator in place of its module, ${tensors} vectors with and without stalls: all bits of all sums equal the golden model's.`,
      'da4ml 0.4.1: its figures with the same Yosys, one result a cycle, not measured in this run. INV: cells that packing folds into LUTs.',
      ecp5Text,
      '',
      table(
        [
          ...['matrix', 'LUT', 'da4ml LUT', 'ratio', 'FF', 'da4ml FF', 'ratio', 'INV', 'interval'],
          ...ecp5Titles,
        ],
        rows,
      ),
    ].join('\n');
  },
};

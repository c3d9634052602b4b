import { assemble } from '../generator/compile.js';
import { synthesize, type Target, xc7 } from '../generator/evaluate/area.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { ecp5Cells, ecp5Text, ecp5Titles } from './ecp5.js';
import { proveNetlist } from './netlist.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table, timed } from './section.js';
import { type SparsityDesign, sparseTensors, sparsityDesigns } from './sparsity-designs.js';

/** Multiplications in look-up tables as well: then the sum of them is what an array costs. */
const withoutDsps: Target = { ...xc7, synthesis: `${xc7.synthesis} -nodsp` };

const tensors = 24;

const bits = (value: number): string => count(value);

interface Row {
  readonly cells: readonly string[];
  /** In look-up tables alone, those that are memory included. */
  readonly luts: number;
  readonly cycles: number;
  readonly multipliers: number;
  readonly title: string;
  readonly rival?: string;
}

export const measure = async (design: SparsityDesign, folder: string): Promise<Row> => {
  const compiled = assemble(design.datapath);
  const { name } = design.datapath;
  const module = `${name}_dense_array`;
  const sources = new Map(
    [...compiled.package.files]
      .filter(([path]) => path.startsWith('rtl/'))
      .map(([path, text]) => [path.slice('rtl/'.length), text]),
  );
  const inputs = new Map([['x', sparseTensors(design, tensors)]]);
  const dsp = await synthesize(sources, module, xc7);
  await proveNetlist({ compiled, module, netlist: dsp.netlist, folder: `${folder}/dsp`, inputs });
  const lut = await synthesize(sources, module, withoutDsps);
  const measurement = await proveNetlist({
    ...{ compiled, module, netlist: lut.netlist, folder: `${folder}/lut`, inputs },
  });
  const others = await ecp5Cells({ datapath: design.datapath, module, inputs }, folder);
  const [layer] = compiled.package.manifest.layers;
  const [bound] = compiled.bound.nodes;
  if (!layer || !bound) throw new Error(`${name} has a layer`);
  const { memoryBits, indexBits = 0 } = arrayOf(bound.unit.spec);
  const cycles = measurement?.intervalCycles ?? 0;
  return {
    ...{ title: design.title, cycles, multipliers: layer.multipliers },
    ...(design.rival ? { rival: design.rival } : {}),
    luts: lut.area.luts + lut.area.memoryLuts,
    cells: [
      design.title,
      ...[
        layer.multipliers,
        dsp.area.luts,
        dsp.area.memoryLuts,
        dsp.area.flipFlops,
        dsp.area.dsps,
      ].map(count),
      ...[dsp.area.blockRams, lut.area.luts, lut.area.memoryLuts].map(count),
      ...[memoryBits, indexBits].map(bits),
      ...[cycles, layer.intervalCycles].map(count),
      ...others,
    ],
  };
};

interface SpecWithArray {
  readonly matrixVector: {
    readonly array: { readonly memoryBits: number; readonly indexBits?: number };
  };
}

const arrayOf = (spec: object) => (spec as SpecWithArray).matrixVector.array;

const ratio = (a: number, b: number): string => (a / b).toFixed(3);

export const sparsity: Section = {
  name: 'sparsity',
  title: 'Sparsity',
  async run(say) {
    const rows: Row[] = [];
    await withTemporaryFolder(await scratchFolder(), async (folder) => {
      for (const [i, design] of sparsityDesigns.entries()) {
        const { result, seconds } = await timed(() => measure(design, `${folder}/${i}`));
        rows.push(result);
        say(`${result.cells.join('  ')} (${seconds.toFixed(0)} s)`);
      }
    });
    const [dense, ...others] = rows;
    if (!dense) throw new Error('there is a dense array');
    const rivalOf = ({ rival }: Row): Row => rows.find(({ title }) => title === rival) ?? dense;
    const comparison = (row: Row): string => {
      const rival = rivalOf(row);
      return `- ${row.title}: ${ratio(row.luts, rival.luts)} of the LUTs of "${rival.title}" without DSPs, ${ratio(row.multipliers, rival.multipliers)} of its multipliers, ${ratio(row.cycles, rival.cycles)} of its cycles.`;
    };
    return [
      `A layer of 64 x 64, int8 where the title names no other weights: its PE array with weights in ROM, \`${xc7.synthesis}\`; "no DSP" the same with \`-nodsp\`.`,
      `Every netlist was simulated in Verilator in place of its module, ${tensors} tensors with and without stalls, and equals the golden model bit by bit; else the run fails.`,
      'Memory bits: ROM and RAM of the array by its contract, of dense and n:m with the buffer of vectors that stands before it; index bits are those of them that say where weights or activations are. Cycles: mean interval in that simulation; most: on data without zeros.',
      ecp5Text,
      '',
      table(
        [
          'array',
          'multipliers',
          'LUT',
          'memory LUT',
          'FF',
          'DSP',
          'BRAM',
          'LUT, no DSP',
          'memory LUT, no DSP',
          'memory bits',
          'index bits',
          'cycles',
          'most',
          ...ecp5Titles,
        ],
        rows.map(({ cells }) => cells),
      ),
      '',
      ...others.map(comparison),
    ].join('\n');
  },
};

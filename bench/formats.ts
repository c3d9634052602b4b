import { type Area, xc7 } from '../generator/evaluate/area.js';
import { withTemporaryFolder } from '../sim/cache/temporary.js';
import { ecp5Cells, ecp5Text, ecp5Titles } from './ecp5.js';
import { formatDesigns, formatShape } from './format-designs.js';
import { synthesizeProven } from './netlist.js';
import { scratchFolder } from './scratch.js';
import { count, type Section, table, timed } from './section.js';

const lutsOf = ({ luts, memoryLuts }: Area): number => luts + memoryLuts;

const { outputs, inputs, pe, simd } = formatShape;

export const formats: Section = {
  name: 'formats',
  title: 'Number formats',
  async run(say) {
    const rows: (readonly string[])[] = [];
    let dense: Area | undefined;
    await withTemporaryFolder(await scratchFolder(), async (folder) => {
      for (const design of formatDesigns()) {
        const { result, seconds } = await timed(() => synthesizeProven(design, xc7, folder));
        const others = await ecp5Cells(design, folder);
        const { area, cycles, compiled } = result;
        dense ??= area;
        const [layer] = compiled.package.manifest.layers;
        rows.push([
          design.title,
          count(layer?.multipliers ?? 0),
          count(lutsOf(area)),
          count(area.flipFlops),
          count(area.dsps),
          count(layer?.memoryBits ?? 0),
          count(cycles),
          (lutsOf(area) / lutsOf(dense)).toFixed(3),
          (lutsOf(area) / (pe * simd)).toFixed(1),
          ...others,
        ]);
        say(`${rows.at(-1)?.join('  ')} (${seconds.toFixed(0)} s)`);
      }
    });
    return [
      `Arrays of dense layers ${inputs} -> ${outputs}, activations x weights, ${pe} outputs x ${simd} products a cycle where nothing else stands, so that all take the same cycles.`,
      `Yosys 0.55, \`${xc7.synthesis}\`; every netlist was simulated in Verilator in place of its module, with and without stalls, and equals the golden model.`,
      ecp5Text,
      'Arrays of Microscaling (mx) give sums with exponents; what rounds them to single precision, a lane a layer, is not counted.',
      'LUT (memory among them), FF, DSP: of the array without the ROM of its weights; memory bits: of the whole layer. Ratio: LUTs by those of int8 x int8 out of look-up tables.',
      '',
      table(
        [
          'activations x weights',
          'products',
          'LUT',
          'FF',
          'DSP',
          'memory bits',
          'cycles',
          'ratio',
          'LUT a product',
          ...ecp5Titles,
        ],
        rows,
      ),
    ].join('\n');
  },
};

/**
 * `npm run docs:accuracy`: writes docs/accuracy.md and the plots beside it. Every figure is taken over every
 * input code; cells are what Yosys maps a lane to.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, type Compiled } from '../../generator/compile.js';
import { xc7 } from '../../generator/evaluate/area.js';
import { errorOf, samplesOf } from '../../generator/functions/samples.js';
import { formatName, rangeOf } from '../../generator/ir/format.js';
import { type ErrorPoint, errorPlot } from '../../generator/report/error-plot.js';
import type { LookupSpec } from '../../generator/units/lookup/spec.js';
import { withTemporaryFolder } from '../../sim/cache/temporary.js';
import { synthesizeProven } from '../netlist.js';
import { root } from '../networks.js';
import { scratchFolder } from '../scratch.js';
import { count, table } from '../section.js';
import { type AccuracyCase, accuracyCases, designOf } from './cases.js';
import { rowCases, rowShape } from './row-cases.js';
import { measureRow, rowTensors, rowTitles } from './rows.js';

const folder = join(root, 'docs/accuracy');

/** Cells of the unit's one stage, whose netlist is simulated with every code. */
const cellsOf = async (compiled: Compiled, folder: string) => {
  const [module] = [...compiled.package.files.keys()].flatMap(
    (path) => /^rtl\/(accuracy_unit_(?:function|lookup))\.v$/.exec(path)?.[1] ?? [],
  );
  if (!module) throw new Error('the unit has no stage of its own');
  const { area } = await synthesizeProven(
    { datapath: compiled.bound.datapath, module },
    xc7,
    folder,
  );
  return area;
};

interface Measured {
  readonly points: readonly ErrorPoint[];
  readonly row: readonly string[];
}

const measure = async (
  one: AccuracyCase,
  method: AccuracyCase['methods'][number],
  scratch: string,
): Promise<Measured> => {
  const compiled = assemble(designOf(one, method));
  const unit = compiled.bound.nodes[0]?.unit;
  if (!unit) throw new Error('there is no unit');
  const { minimum, maximum } = rangeOf(one.input.format);
  const codes = Int32Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
  const golden = unit.golden([codes]) as Int32Array;
  const { output } = unit.spec;
  const samples = samplesOf(one.definition, one.input, output);
  const { worstLsb, meanLsb, worstReal, meanReal, correctlyRounded } = errorOf(samples, golden);
  const area = await cellsOf(compiled, scratch);
  const estimate = (unit.spec as LookupSpec).compiled;
  const points = Array.from(codes, (code, i) => ({
    method: method.name,
    x: one.input.scale * (code - one.input.zeroPoint),
    error: (golden[i] as number) - (samples.exact[i] as number),
  }));
  return {
    points,
    row: [
      `${method.name}${estimate ? `: ${estimate.text}` : ''}`,
      worstLsb.toFixed(3),
      meanLsb.toFixed(3),
      worstReal.toPrecision(3),
      meanReal.toPrecision(3),
      `${correctlyRounded} of ${codes.length}`,
      count(unit.contract().memoryBits),
      count(area.luts),
      estimate ? count(estimate.area.luts) : '-',
      count(area.flipFlops),
      count(area.dsps),
      // Without the register slice that every unit ends with.
      count(unit.contract().latencyCycles - codes.length),
    ],
  };
};

const titles = [
  'method',
  'worst, steps',
  'mean, steps',
  'worst',
  'mean',
  'nearest code',
  'table bits',
  'LUT',
  'LUT, model',
  'FF',
  'DSP',
  'cycles',
];

const describe = ({ format, scale, zeroPoint }: AccuracyCase['input']): string =>
  `${formatName(format)} at scale ${scale < 0.01 ? `1/${1 / scale}` : scale}, zero point ${zeroPoint}`;

/** A table, and a plot beside the page. */
const section = async (
  unit: string,
  texts: readonly [string, string],
  titles: readonly string[],
  measured: readonly Measured[],
): Promise<string> => {
  const [about, plotted] = texts;
  const points = measured.flatMap((one) => one.points);
  const axis = unit === 'softmax' || unit.endsWith('norm') ? 'exact result' : 'x';
  writeFileSync(join(folder, `${unit}.svg`), await errorPlot(points, axis));
  return [
    `## ${unit}\n`,
    `${about}\n`,
    `![${plotted}](accuracy/${unit}.svg)\n`,
    table(
      titles,
      measured.map(({ row }) => row),
    ),
  ].join('\n');
};

/** One after the other, told as they come. */
const inTurn = async <Case>(
  unit: string,
  cases: readonly Case[],
  measureOne: (one: Case) => Promise<Measured>,
): Promise<readonly Measured[]> => {
  const all: Measured[] = [];
  for (const one of cases) {
    const measured = await measureOne(one);
    console.log(`${unit} ${measured.row.join('  ')}`);
    all.push(measured);
  }
  return all;
};

const sections: string[] = [];
const rowSections: string[] = [];
mkdirSync(folder, { recursive: true });
await withTemporaryFolder(await scratchFolder(), async (scratch) => {
  for (const one of accuracyCases) {
    const measured = await inTurn(one.unit, one.methods, (method) => measure(one, method, scratch));
    const about = `${describe(one.input)} to ${describe(one.output)}.`;
    const plotted = `error of ${one.unit} over its input`;
    sections.push(await section(one.unit, [about, plotted], titles, measured));
  }
  for (const { unit, methods } of rowCases) {
    const measured = await inTurn(unit, methods, (method) => measureRow(method, scratch));
    const about = `Rows of ${rowShape[1]} int8 codes at scale 1/16 where nothing else stands, one lane.`;
    const plotted = `largest error of ${unit} over its exact result`;
    rowSections.push(await section(unit, [about, plotted], rowTitles, measured));
  }
});

writeFileSync(
  join(root, 'docs/accuracy.md'),
  `# Accuracy

Written by \`npm run docs:accuracy\`: do not edit. Every function of one code by every method that its unit has:
how far the hardware's codes are from the exact function, over every input code, in steps of the output and in real
value. The exact function is computed in decimals of 24 digits and ends where the output's range ends. Nothing is
sampled, and nothing is estimated but the column "LUT, model", by which the function compiler chooses.

\`pwl\` is the cheapest within one step (\`error: 1\`, the default), \`polynomial\` the most exact of degree 2 in eight
segments; all products are made of look-up tables (\`multiplier: 'lut'\`). \`table\` is correctly rounded. Cells: one lane, Yosys 0.55, \`${xc7.synthesis}\`, every netlist simulated in Verilator in place of its module. Cycles: from
an input beat to its output beat. The plots show result less exact value, in steps of the output.

${sections.join('\n\n')}

# Functions of a row

Errors are over ${rowTensors} tensors of ${rowShape[0]} rows each (corners, uniform codes, codes close together; seeded), against the function in
doubles, ended where the output's range ends; here they are sampled. Cells are of the whole unit, whose netlist was simulated in
Verilator in place of its module. Cycles a row: in steady state. Latency: from the first beat of a row to its last result. The plots show
the largest error of each part of the range of exact results.

${rowSections.join('\n\n')}
`,
);

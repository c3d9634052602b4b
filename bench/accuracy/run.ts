/**
 * `npm run docs:accuracy`: writes docs/accuracy.md and the plots beside it. Every figure is taken over every
 * input code; cells are what Yosys maps a lane to.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, type Compiled } from '../../generator/compile.js';
import { synthesize, xc7 } from '../../generator/evaluate/area.js';
import { errorOf, samplesOf } from '../../generator/functions/samples.js';
import { formatName, rangeOf } from '../../generator/ir/format.js';
import { type ErrorPoint, errorPlot } from '../../generator/report/error-plot.js';
import type { LookupSpec } from '../../generator/units/lookup/spec.js';
import { root } from '../networks.js';
import { count, table } from '../section.js';
import { type AccuracyCase, accuracyCases, designOf } from './cases.js';

const folder = join(root, 'docs/accuracy');

/** Cells of the unit's one stage. */
const cellsOf = async (compiled: Compiled) => {
  const files = [...compiled.package.files]
    .filter(([path]) => path.startsWith('rtl/'))
    .map(([path, text]) => [path.slice('rtl/'.length), text] as const);
  const [module] = files
    .map(([name]) => name)
    .filter((name) => /^accuracy_unit_(function|lookup)\.v$/.test(name));
  if (!module) throw new Error('the unit has no stage of its own');
  const { area } = await synthesize(new Map(files), module.replace(/\.v$/, ''), xc7);
  return area;
};

interface Measured {
  readonly points: readonly ErrorPoint[];
  readonly row: readonly string[];
}

const measure = async (
  one: AccuracyCase,
  method: AccuracyCase['methods'][number],
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
  const area = await cellsOf(compiled);
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

const sections: string[] = [];
mkdirSync(folder, { recursive: true });
for (const one of accuracyCases) {
  const points: ErrorPoint[] = [];
  const rows: (readonly string[])[] = [];
  for (const method of one.methods) {
    const measured = await measure(one, method);
    points.push(...measured.points);
    rows.push(measured.row);
    console.log(`${one.unit} ${measured.row.join('  ')}`);
  }
  writeFileSync(join(folder, `${one.unit}.svg`), await errorPlot(points));
  sections.push(
    [
      `## ${one.unit}\n`,
      `${describe(one.input)} to ${describe(one.output)}.\n`,
      `![error of ${one.unit} over its input](accuracy/${one.unit}.svg)\n`,
      table(titles, rows),
    ].join('\n'),
  );
}

writeFileSync(
  join(root, 'docs/accuracy.md'),
  `# Accuracy

Written by \`npm run docs:accuracy\`: do not edit. Every function of one code by every method that its unit has:
how far the hardware's codes are from the exact function, over every input code, in steps of the output and in real
value. The exact function is computed in decimals of 24 digits and ends where the output's range ends. Nothing is
sampled, and nothing is estimated but the column "LUT, model", by which the function compiler chooses.

\`pwl\` is the cheapest within one step (\`error: 1\`, the default), \`polynomial\` the most exact of degree 2 in eight
segments; all products are made of look-up tables (\`multiplier: 'lut'\`). \`table\` is correctly rounded. Cells: one lane, Yosys 0.55, \`${xc7.synthesis}\`. Cycles: from
an input beat to its output beat. The plots show result less exact value, in steps of the output.

${sections.join('\n\n')}
`,
);

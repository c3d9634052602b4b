import { xc7 } from '../../generator/evaluate/area.js';
import { formatName, rangeOf } from '../../generator/ir/format.js';
import type { StreamType } from '../../generator/ir/stream.js';
import { realValues } from '../../generator/ir/values.js';
import { bindDatapath } from '../../generator/passes/bind.js';
import type { ErrorPoint } from '../../generator/report/error-plot.js';
import { stimulusFor } from '../../sim/stimulus.js';
import { synthesizeProven } from '../netlist.js';
import { count } from '../section.js';
import { type RowCase, rowShape } from './row-cases.js';

/** Tensors that errors are taken over: corners, then seeded ones. */
export const rowTensors = 64;

/** Parts of the range of results, of each of which the plot has the largest error. */
const bins = 96;

const [rows, length] = rowShape;

export const rowTitles = [
  'method',
  'output',
  'worst, steps',
  'mean, steps',
  'worst',
  'mean',
  'nearest code',
  'memory bits',
  'LUT',
  'memory LUT',
  'FF',
  'DSP',
  'BRAM',
  'cycles a row',
  'latency',
];

/** One element: its exact value in real numbers, and the result less it in steps. */
interface ElementError {
  readonly exact: number;
  readonly steps: number;
}

const errorsOf = (design: RowCase['methods'][number]['design']) => {
  const bound = bindDatapath(design);
  const unit = bound.nodes[0]?.unit;
  const [input] = design.inputs;
  if (!unit || !input) throw new Error('there is no unit');
  const { output } = unit.spec;
  const { minimum, maximum } = rangeOf(output.format);
  const least = output.scale * (minimum - output.zeroPoint);
  const most = output.scale * (maximum - output.zeroPoint);
  const errors: ElementError[] = [];
  for (const codes of stimulusFor(design.inputs, rowTensors, 1).get(input.name) ?? []) {
    const results = realValues(output, unit.golden([codes]));
    unit.reference([realValues(input.stream, codes)]).forEach((real, i) => {
      const exact = Math.min(Math.max(real, least), most);
      errors.push({ exact, steps: ((results[i] as number) - exact) / output.scale });
    });
  }
  return { unit, output, errors };
};

/** The largest error of each part of the range, by its middle. */
const pointsOf = (
  method: string,
  errors: readonly ElementError[],
  { format, scale, zeroPoint }: StreamType,
): readonly ErrorPoint[] => {
  const { minimum, maximum } = rangeOf(format);
  const width = (scale * (maximum - minimum)) / bins;
  const start = scale * (minimum - zeroPoint);
  const largest = new Map<number, number>();
  for (const { exact, steps } of errors) {
    const bin = Math.min(bins - 1, Math.floor((exact - start) / width));
    if (Math.abs(steps) > Math.abs(largest.get(bin) ?? 0)) largest.set(bin, steps);
  }
  return [...largest]
    .sort(([a], [b]) => a - b)
    .map(([bin, error]) => ({ method, x: start + (bin + 0.5) * width, error }));
};

/** Table row and plot of one method; its netlist is simulated. */
export const measureRow = async (
  { name, design }: RowCase['methods'][number],
  folder: string,
): Promise<{ readonly points: readonly ErrorPoint[]; readonly row: readonly string[] }> => {
  const { unit, output, errors } = errorsOf(design);
  const { area } = await synthesizeProven(
    { datapath: design, module: 'accuracy_unit' },
    xc7,
    folder,
  );
  const sizes = errors.map(({ steps }) => Math.abs(steps));
  const worst = sizes.reduce((a, b) => Math.max(a, b), 0);
  const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
  const nearest = sizes.filter((size) => size <= 0.5 + 1e-9).length;
  const { intervalCycles, latencyCycles, memoryBits } = unit.contract();
  return {
    points: pointsOf(name, errors, output),
    row: [
      name,
      formatName(output.format),
      worst.toFixed(3),
      mean.toFixed(3),
      (worst * output.scale).toPrecision(3),
      (mean * output.scale).toPrecision(3),
      `${((100 * nearest) / sizes.length).toFixed(1)} %`,
      count(memoryBits),
      ...[area.luts, area.memoryLuts, area.flipFlops, area.dsps, area.blockRams].map(count),
      count(intervalCycles / rows),
      // Of one row: the others follow it a beat a cycle.
      count(latencyCycles - (rows - 1) * length),
    ],
  };
};

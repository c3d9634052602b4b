import { type Codes, narrow } from '../../ir/codes.js';
import { rangeOf } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { beatsOf, elementsOf } from '../../ir/stream.js';
import { divisorsOf } from '../../numeric/divisors.js';
import { wordsOfRow } from '../../stream/row-difference.js';
import type { FoldingChoice, Naming, UnitContract } from '../unit.js';
import { normRow } from './golden.js';
import { iBertNormRow } from './i-bert.js';
import { realNorm } from './reference.js';
import { hardwareOf, type NormSpec } from './spec.js';
import { normMemoryBits, normStages } from './stages.js';

/** The parts that layer_norm and rms_norm share, for `defineUnit`. */

export const normGolden = ({ plan, row }: NormSpec, [input]: readonly Codes[]): Codes => {
  const x = narrow(input);
  const y = new Int32Array(x.length);
  for (let from = 0; from < x.length; from += row) {
    const codes = x.subarray(from, from + row);
    y.set(plan.kind === 'exact' ? normRow(plan, codes) : iBertNormRow(plan, codes), from);
  }
  return y;
};

export const normReference = (spec: NormSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('a normalisation has one input');
  return realNorm(spec, x);
};

export const elaborateNorm = (spec: NormSpec, naming: Naming): readonly Stage[] =>
  normStages(hardwareOf(spec), naming);

const cyclesAt = ({ row, rows }: NormSpec, lanes: number): number =>
  rows * wordsOfRow({ row, lanes });

/** Rows without variance, with the least there is, with one element far out. */
const corners = ({ inputs, output, row }: NormSpec): readonly Codes[] => {
  const [input = output] = inputs;
  const { minimum, maximum } = rangeOf(input.format);
  const fill = (codeAt: (i: number) => number): Codes =>
    Int32Array.from({ length: elementsOf(output) }, (_, i) => codeAt(i % row));
  return [
    fill((i) => (i === 0 ? maximum : minimum)),
    fill((i) => (i === row - 1 ? minimum + 1 : minimum)),
    fill((i) => (i === 0 ? maximum - 1 : maximum)),
    fill((i) => (i % 2 === 0 ? 1 : 0)),
  ];
};

export const normContract = (spec: NormSpec): UnitContract => ({
  intervalCycles: Math.max(
    ...spec.inputs.map(beatsOf),
    cyclesAt(spec, spec.output.lanes),
    beatsOf(spec.output),
  ),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: normMemoryBits(hardwareOf(spec)),
  corners: () => corners(spec),
});

/** Elements a cycle that divide the row, so that rows need no shifter. */
export const normFoldings = (spec: NormSpec): readonly FoldingChoice[] =>
  divisorsOf(spec.row).map((lanes) => ({
    parameters: { lanes },
    multipliers: 0,
    intervalCycles: cyclesAt(spec, lanes),
  }));

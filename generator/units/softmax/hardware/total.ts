import { unsignedBitsFor } from '../../../ir/format.js';
import { adderTreeLevels } from '../../dense/mac-array.js';
import type { Part } from '../../rows/part.js';
import type { Naming } from '../../unit.js';
import type { IBertPlan, Int16Plan, LogPlan, TflitePlan } from '../methods/plan.js';
import { sumTerm } from '../methods/tflite.js';
import type { SoftmaxSpec } from '../spec.js';
import { int16TermBits } from './int16.js';
import { inverseOf } from './inverse.js';
import { rowView } from './row-shape.js';
import { largestOf, tableBits, tableOf } from './table.js';

export interface Reduction {
  readonly part: Part;
  readonly summaryBits: number;
}

/** Bits of a tree's sum, signed, and of the sum of a row. */
export const sumWidths = (
  { row, parameters: { lanes } }: SoftmaxSpec,
  largestTerm: number,
  least = 1,
): { termBits: number; treeBits: number; sumBits: number; levels: number } => {
  const termBits = unsignedBitsFor(largestTerm);
  return {
    termBits,
    treeBits: termBits + 1 + (lanes > 1 ? unsignedBitsFor(lanes - 1) : 0),
    sumBits: Math.max(least, unsignedBitsFor(row * largestTerm)),
    levels: adderTreeLevels(lanes),
  };
};

type TotalPlan = TflitePlan | Int16Plan | IBertPlan | LogPlan;

/** What a difference adds to the sum; undefined where the row holds exponentials already. */
const termsOf = (plan: TotalPlan): Int32Array | undefined => {
  if (plan.kind === 'tflite-int16') return undefined;
  return plan.kind === 'tflite' ? plan.exponentials.map(sumTerm) : plan.exponentials;
};

/** Rows of exponentials, of which those that are left out are 0. */
export const int16View = (spec: SoftmaxSpec): ReturnType<typeof rowView> => ({
  ...rowView(spec),
  bits: int16TermBits,
  elementBits: int16TermBits,
  masked: false,
});

/** The sum of the exponentials of a row of differences, and its inverse. */
export const totalReduction = (spec: SoftmaxSpec, plan: TotalPlan, naming: Naming): Reduction => {
  const terms = termsOf(plan);
  const view = terms ? rowView(spec) : int16View(spec);
  const widths = sumWidths(spec, terms ? largestOf(terms) : 2 ** int16TermBits - 1);
  const table =
    terms && tableOf(naming, 'terms', terms, 'exponential of each difference, as it is summed');
  const looked = table
    ? "difference(s) a beat from the row's maximum, by table"
    : 'exponential(s) a beat';
  const { part: inverse, resultBits } = inverseOf(spec, naming, widths.sumBits);
  const name = `${naming.module}_total`;
  const latencyCycles = 2 + widths.levels + inverse.latencyCycles;
  return {
    summaryBits: resultBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/softmax/total',
        instances: [
          ...(table
            ? Array.from({ length: view.lanes }, (_, lane) => ({
                name: `gen_term[${lane}].exponentials`,
                module: table,
                dslName: `${naming.dslName}.terms`,
              }))
            : []),
          { name: 'invert', module: inverse.module, dslName: `${naming.dslName}.inverse` },
        ],
        view: {
          name,
          dslName: naming.dslName,
          description: `${view.lanes} ${looked}`,
          ...view,
          ...widths,
          inputBits: view.lanes * view.elementBits,
          summaryBits: resultBits,
          latency: latencyCycles,
          table: table?.name ?? false,
          inverse: inverse.module.name,
        },
      },
      parameters: {},
      latencyCycles,
      memoryBits: (table ? view.lanes * tableBits(table) : 0) + inverse.memoryBits,
    },
  };
};

import { unsignedBitsFor } from '../../../ir/format.js';
import { adderTreeLevels } from '../../dense/mac-array.js';
import type { Part } from '../../rows/part.js';
import type { Naming } from '../../unit.js';
import type { IBertPlan, LogPlan, TflitePlan } from '../methods/plan.js';
import { sumTerm } from '../methods/tflite.js';
import type { SoftmaxSpec } from '../spec.js';
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

const termsOf = (plan: TflitePlan | IBertPlan | LogPlan): Int32Array =>
  plan.kind === 'tflite' ? plan.exponentials.map(sumTerm) : plan.exponentials;

/** The sum of the exponentials of a row of differences, and its inverse. */
export const totalReduction = (
  spec: SoftmaxSpec,
  plan: TflitePlan | IBertPlan | LogPlan,
  naming: Naming,
): Reduction => {
  const terms = termsOf(plan);
  const view = rowView(spec);
  const widths = sumWidths(spec, largestOf(terms));
  const table = tableOf(naming, 'terms', terms, 'exponential of each difference, as it is summed');
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
          ...Array.from({ length: view.lanes }, (_, lane) => ({
            name: `gen_term[${lane}].exponentials`,
            module: table,
            dslName: `${naming.dslName}.terms`,
          })),
          { name: 'invert', module: inverse.module, dslName: `${naming.dslName}.inverse` },
        ],
        view: {
          name,
          dslName: naming.dslName,
          description: `${view.lanes} difference(s) a beat from the row's maximum, by table`,
          ...view,
          ...widths,
          inputBits: view.lanes * view.elementBits,
          summaryBits: resultBits,
          latency: latencyCycles,
          table: table.name,
          inverse: inverse.module.name,
        },
      },
      parameters: {},
      latencyCycles,
      memoryBits: view.lanes * tableBits(table) + inverse.memoryBits,
    },
  };
};

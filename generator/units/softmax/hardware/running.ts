import { bitVector } from '../../../emit/literal.js';
import { isSigned, unsignedBitsFor } from '../../../ir/format.js';
import type { MemoryModule } from '../../../ir/module.js';
import type { Naming } from '../../unit.js';
import { exponentialFraction } from '../methods/online.js';
import type { ItaPlan, OnlinePlan } from '../methods/plan.js';
import type { SoftmaxSpec } from '../spec.js';
import { inverseOf } from './inverse.js';
import { rowOptions, rowView } from './row-shape.js';
import { largestOf, tableBits, tableOf } from './table.js';
import { type Reduction, sumWidths } from './total.js';

/** Octaves between any two codes of ITA: 8 for 8 bits. */
export const octaveBits = (bits: number): number => unsignedBitsFor((2 ** bits - 1 + 16) >> 5);

/** A mantissa as it enters the sum. */
const summed = ({ mantissas, sumFraction }: OnlinePlan): Int32Array =>
  mantissas.map((mantissa) => mantissa >> (exponentialFraction - sumFraction));

/** ITA's exponential of the maximum. */
const itaOne = 256;

export const runningWidths = (spec: SoftmaxSpec, plan: OnlinePlan | ItaPlan) =>
  plan.kind === 'ita'
    ? sumWidths(spec, itaOne)
    : sumWidths(spec, largestOf(summed(plan)), plan.mantissaBits + 1);

/** The running sum under the running maximum; the maximum is part of the summary. */
export const runningReduction = (
  spec: SoftmaxSpec,
  plan: OnlinePlan | ItaPlan,
  naming: Naming,
): Reduction => {
  const view = rowView(spec);
  const widths = runningWidths(spec, plan);
  const { part: inverse, resultBits } = inverseOf(spec, naming, widths.sumBits);
  const name = `${naming.module}_running`;
  const latencyCycles = 4 + widths.levels + inverse.latencyCycles;
  const tables: { integers: MemoryModule; mantissas: MemoryModule } | undefined =
    plan.kind === 'ita'
      ? undefined
      : {
          integers: tableOf(naming, 'integers', plan.integers, 'octave of each code'),
          mantissas: tableOf(naming, 'terms', summed(plan), 'mantissa of each code, as summed'),
        };
  const maximumBits = tables?.integers.widthBits ?? view.bits;
  const perLane = Array.from({ length: view.lanes }, (_, lane) => `gen_term[${lane}]`);
  const instances = tables
    ? [
        ...['integer_of_maximum', 'integer_of_previous'].map((instance) => ({
          name: instance,
          module: tables.integers,
          dslName: `${naming.dslName}.integers`,
        })),
        ...perLane.flatMap((lane) =>
          (['integers', 'mantissas'] as const).map((table) => ({
            name: `${lane}.${table}`,
            module: tables[table],
            dslName: `${naming.dslName}.${table}`,
          })),
        ),
      ]
    : [];
  return {
    summaryBits: maximumBits + resultBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/softmax/online',
        instances: [
          ...instances,
          { name: 'invert', module: inverse.module, dslName: `${naming.dslName}.inverse` },
        ],
        view: {
          name,
          dslName: naming.dslName,
          description: `${view.lanes} code(s) a beat`,
          ...view,
          ...widths,
          signed: isSigned(rowOptions(spec).format) ? 1 : 0,
          inputBits: view.lanes * view.elementBits + view.bits,
          summaryBits: maximumBits + resultBits,
          latency: latencyCycles,
          octaves: plan.kind === 'ita',
          one: bitVector(widths.termBits, itaOne),
          shiftBits: tables ? maximumBits : octaveBits(view.bits),
          maximumBits,
          integers: tables?.integers.name ?? '',
          mantissas: tables?.mantissas.name ?? '',
          inverse: inverse.module.name,
          inverseBits: resultBits,
          inverseLatency: inverse.latencyCycles,
        },
      },
      parameters: {},
      latencyCycles,
      memoryBits:
        inverse.memoryBits +
        (tables
          ? (view.lanes + 2) * tableBits(tables.integers) + view.lanes * tableBits(tables.mantissas)
          : 0),
    },
  };
};

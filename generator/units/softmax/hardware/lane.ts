import { bitVector, unsignedDecimal } from '../../../emit/literal.js';
import { isSigned, unsignedBitsFor } from '../../../ir/format.js';
import type { MemoryModule } from '../../../ir/module.js';
import type { Part } from '../../rows/part.js';
import type { Naming } from '../../unit.js';
import { numeratorBits } from '../methods/i-bert.js';
import { guardBits } from '../methods/log-domain.js';
import { exponentialFraction } from '../methods/online.js';
import type { OnlinePlan } from '../methods/plan.js';
import type { SoftmaxSpec } from '../spec.js';
import { int16ShiftBits } from './int16.js';
import { segmentFields } from './inverse.js';
import { rowView } from './row-shape.js';
import { octaveBits, runningWidths } from './running.js';
import { tableBits, tableOf } from './table.js';
import { int16View } from './total.js';

/** A lane's template, its own part of the view, and its tables by their instance. */
interface LaneText {
  readonly template: string;
  readonly latencyCycles: number;
  readonly view: object;
  readonly tables: Readonly<Record<string, MemoryModule>>;
}

const onlineLane = (spec: SoftmaxSpec, plan: OnlinePlan, naming: Naming): LaneText => {
  const { bits } = spec.output.format;
  const { sumBits } = runningWidths(spec, plan);
  const { exponentBits, mantissaBits } = segmentFields(plan, sumBits);
  const integers = tableOf(naming, 'integers', plan.integers, 'octave of each code');
  const places = exponentialFraction + plan.reciprocalFraction - plan.outputFraction - 2;
  const productBits = plan.outputFraction + 3;
  const largestShift = 2 ** integers.widthBits + 2 ** exponentBits;
  return {
    template: 'online',
    latencyCycles: 4,
    view: {
      maximumBits: integers.widthBits,
      exponentBits,
      reciprocalBits: mantissaBits,
      productBits,
      places,
      shiftBits: unsignedBitsFor(largestShift),
      one: unsignedDecimal(productBits + 1, 1),
      limit: unsignedDecimal(productBits, 2 ** bits - 1),
      integers: integers.name,
    },
    tables: {
      integers,
      mantissas: tableOf(naming, 'mantissas', plan.mantissas, 'mantissa of each code, Q1.15', 16),
    },
  };
};

const textOf = (spec: SoftmaxSpec, naming: Naming): LaneText => {
  const { plan, output } = spec;
  const { bits } = output.format;
  switch (plan.kind) {
    case 'tflite':
      return {
        template: 'tflite',
        latencyCycles: 5,
        view: {},
        tables: {
          exponentials: tableOf(
            naming,
            'exponentials',
            plan.exponentials,
            'exponential of each difference from the maximum, in Q0.31',
            31,
          ),
        },
      };
    case 'tflite-int16':
      return {
        template: 'int16',
        latencyCycles: 3,
        view: { shiftBits: int16ShiftBits },
        tables: {},
      };
    case 'i-bert': {
      // The same table as the sum's: a second name would be a second file.
      const terms = tableOf(
        naming,
        'terms',
        plan.exponentials,
        'exponential of each difference, as it is summed',
      );
      return {
        template: 'product',
        latencyCycles: 2,
        view: { termBits: terms.widthBits, places: numeratorBits - bits },
        tables: { exponentials: terms },
      };
    }
    case 'log-domain': {
      const exponents = tableOf(naming, 'exponents', plan.exponents, '-log2 of each exponential');
      const powers = tableOf(naming, 'powers', plan.powers, 'two to the power of -fraction');
      return {
        template: 'logarithm',
        latencyCycles: 5,
        view: {
          fractionBits: plan.fractionBits,
          exponentBits: exponents.widthBits,
          powerBits: powers.widthBits,
          guardBits,
          half: unsignedDecimal(powers.widthBits + 1, 2 ** (guardBits - 1)),
        },
        tables: { exponents, powers },
      };
    }
    case 'online-base2':
      return onlineLane(spec, plan, naming);
    case 'ita':
      return {
        template: 'octaves',
        latencyCycles: 2,
        view: { shiftBits: octaveBits(rowView(spec).bits) },
        tables: {},
      };
  }
};

/** What makes an element's share; `summaryBits` are all that come above the elements. */
export const laneOf = (
  spec: SoftmaxSpec,
  naming: Naming,
  { summaryBits, peakBits }: { readonly summaryBits: number; readonly peakBits: number },
): Part => {
  const { template, latencyCycles, view, tables } = textOf(spec, naming);
  const { format } = spec.output;
  const int16 = spec.plan.kind === 'tflite-int16';
  const { bits, elementBits, masked } = int16 ? int16View(spec) : rowView(spec);
  const name = `${naming.module}_lane`;
  const named = Object.entries(tables);
  return {
    module: {
      kind: 'generated',
      name,
      template: `units/softmax/lane_${template}`,
      instances: named.map(([instance, module]) => ({
        name: instance,
        module,
        dslName: `${naming.dslName}.${instance}`,
      })),
      view: {
        name,
        dslName: naming.dslName,
        bits,
        elementBits,
        masked,
        summaryBits,
        peakBits,
        resultBits: format.bits,
        sign: bitVector(format.bits, isSigned(format) ? 2 ** (format.bits - 1) : 0),
        table: tables.exponentials?.name ?? '',
        ...Object.fromEntries(named.map(([instance, module]) => [instance, module.name])),
        ...view,
      },
    },
    parameters: {},
    latencyCycles,
    memoryBits: named.reduce((sum, [, module]) => sum + tableBits(module), 0),
  };
};

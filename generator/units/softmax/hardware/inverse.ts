import { bitVector, unsignedDecimal } from '../../../emit/literal.js';
import { unsignedBitsFor } from '../../../ir/format.js';
import type { MemoryModule } from '../../../ir/module.js';
import { enginePool } from '../../rows/engines.js';
import type { Part } from '../../rows/part.js';
import type { Naming } from '../../unit.js';
import { numeratorBits } from '../methods/i-bert.js';
import { termFraction } from '../methods/log-domain.js';
import type { LogPlan, OnlinePlan } from '../methods/plan.js';
import type { SoftmaxSpec } from '../spec.js';
import { int16Reciprocal, int16ShiftBits, int16TermBits } from './int16.js';
import { rowPeriod } from './row-shape.js';
import { tableBits, tableOf } from './table.js';

/** What is made of a row's sum: ports clk rst s_valid s_operand m_valid m_result. */
export interface Inverse {
  readonly part: Part;
  readonly resultBits: number;
}

/** Cycles of templates/lib/sinter_reciprocal.v. */
export const reciprocalCycles = 16;

const tfliteInverse = (spec: SoftmaxSpec, naming: Naming, sumBits: number): Inverse => ({
  resultBits: 35,
  part: enginePool({
    instance: 'reciprocal',
    naming,
    description: "reciprocals of the rows' sums, as gemmlowp defines them",
    engine: {
      module: { kind: 'library', name: 'sinter_reciprocal' },
      parameters: { SUM_BITS: sumBits },
      latencyCycles: reciprocalCycles,
      memoryBits: 0,
    },
    operandBits: sumBits,
    resultBits: 35,
    every: rowPeriod(spec),
  }),
});

/** floor(numerator / sum) in `quotientBits` bits. */
const quotientInverse = (
  spec: SoftmaxSpec,
  naming: Naming,
  sumBits: number,
  { numerator, bits, quotientBits }: { numerator: bigint; bits: number; quotientBits: number },
): Inverse => ({
  resultBits: quotientBits,
  part: enginePool({
    instance: 'quotient',
    naming,
    description: `${numerator} over the rows' sums, rounded down`,
    engine: {
      module: { kind: 'library', name: 'sinter_quotient' },
      parameters: {
        OPERAND_BITS: sumBits,
        QUOTIENT_BITS: quotientBits,
        NUMERATOR_BITS: bits,
        NUMERATOR: bitVector(bits, numerator),
        STEP_BITS: unsignedBitsFor(quotientBits - 1),
      },
      latencyCycles: quotientBits + 1,
      memoryBits: 0,
    },
    operandBits: sumBits,
    resultBits: quotientBits,
    every: rowPeriod(spec),
  }),
});

/** Bits of log2 of a sum of up to 2^12 elements. */
export const logarithmBits = ({ fractionBits }: LogPlan): number => fractionBits + 4;

const logarithmInverse = (plan: LogPlan, naming: Naming, sumBits: number): Inverse => {
  const { fractionBits, logarithms } = plan;
  const name = `${naming.module}_logarithm`;
  const positionBits = unsignedBitsFor(sumBits - 1);
  const mantissaBits = unsignedBitsFor(logarithms.length - 1);
  const table = tableOf(
    naming,
    'logarithms',
    logarithms,
    `log2(1.m), ${fractionBits} bits of fraction`,
    fractionBits + 1,
  );
  const resultBits = logarithmBits(plan);
  return {
    resultBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/softmax/logarithm',
        instances: [{ name: 'logarithms', module: table, dslName: `${naming.dslName}.logarithms` }],
        view: {
          name,
          dslName: naming.dslName,
          fractionBits,
          mantissaBits,
          sumBits,
          resultBits,
          positionBits,
          one: unsignedDecimal(positionBits, termFraction),
          table: table.name,
        },
      },
      parameters: {},
      latencyCycles: 4,
      memoryBits: tableBits(table),
    },
  };
};

/** Bits of the parts of a segment's reciprocal. */
export const segmentFields = (plan: OnlinePlan, sumBits: number) => {
  const segmentBits = unsignedBitsFor(plan.reciprocals.length - 2);
  return {
    segmentBits,
    restBits: plan.mantissaBits - segmentBits,
    mantissaBits: plan.reciprocalFraction + 1,
    exponentBits: unsignedBitsFor(Math.max(1, sumBits - plan.sumFraction)),
  };
};

const segmentInverse = (plan: OnlinePlan, naming: Naming, sumBits: number): Inverse => {
  const { reciprocals, sumFraction } = plan;
  const fields = segmentFields(plan, sumBits);
  const name = `${naming.module}_segments`;
  const positionBits = unsignedBitsFor(sumBits - 1);
  const { mantissaBits } = fields;
  const table: MemoryModule = {
    kind: 'memory',
    name: `${naming.module}_reciprocals`,
    widthBits: 2 * mantissaBits,
    words: Array.from(reciprocals.subarray(0, -1), (start, j) => {
      const fall = start - (reciprocals[j + 1] as number);
      return (BigInt(start) << BigInt(mantissaBits)) | BigInt(fall);
    }),
    description: 'where a segment of 1 / (1 + f) starts, and how far it falls',
  };
  const resultBits = fields.exponentBits + mantissaBits;
  return {
    resultBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/softmax/segments',
        instances: [{ name: 'segments', module: table, dslName: `${naming.dslName}.reciprocals` }],
        view: {
          name,
          dslName: naming.dslName,
          segments: table.words.length,
          sumBits,
          positionBits,
          ...fields,
          resultBits,
          half: unsignedDecimal(positionBits, sumFraction - 1),
          table: table.name,
        },
      },
      parameters: {},
      latencyCycles: 5,
      memoryBits: tableBits(table),
    },
  };
};

/** The inverse that a method's lanes use. */
export const inverseOf = (spec: SoftmaxSpec, naming: Naming, sumBits: number): Inverse => {
  const { plan } = spec;
  switch (plan.kind) {
    case 'tflite':
      return tfliteInverse(spec, naming, sumBits);
    case 'tflite-int16': {
      const resultBits = int16TermBits + int16ShiftBits;
      const part = enginePool({
        instance: 'inverses',
        naming,
        description: "reciprocals of the rows' sums, by chords",
        engine: int16Reciprocal(naming, sumBits),
        operandBits: sumBits,
        resultBits,
        every: rowPeriod(spec),
      });
      return { resultBits, part };
    }
    case 'i-bert':
      // The least sum is the largest exponential, 32767.
      return quotientInverse(spec, naming, sumBits, {
        numerator: 1n << BigInt(numeratorBits),
        bits: numeratorBits + 1,
        quotientBits: 18,
      });
    case 'ita':
      return quotientInverse(spec, naming, sumBits, {
        numerator: 65280n,
        bits: 16,
        quotientBits: 8,
      });
    case 'log-domain':
      return logarithmInverse(plan, naming, sumBits);
    case 'online-base2':
      return segmentInverse(plan, naming, sumBits);
  }
};

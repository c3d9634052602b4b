import { bitVector, unsignedDecimal } from '../../emit/literal.js';
import { isSigned, rangeOf, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { MemoryModule } from '../../ir/module.js';
import type { StreamType } from '../../ir/stream.js';
import { tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import { adderTreeLevels } from '../dense/mac-array.js';
import { enginePool } from '../rows/engines.js';
import type { RowConstants } from '../rows/map.js';
import type { Part } from '../rows/part.js';
import type { Naming } from '../unit.js';
import { leftOf, rightOf } from './golden.js';
import { seedBits, seedIndexBits, seeds } from './inverse-root.js';
import type { NormPlan } from './plan.js';

/** A normalisation on hardware of so many lanes. */
export interface NormHardware<Plan = NormPlan> {
  readonly plan: Plan;
  readonly input: StreamType;
  readonly output: StreamType;
  readonly lanes: number;
  readonly rows: number;
}

/** Bits of a number in two's complement. */
export const bitsOfBig = (value: bigint): number =>
  (value < 0n ? -value : value).toString(2).length + 1;

/** Widths of what is made of a row, each as narrow as its largest value. */
export const momentWidths = ({ plan, input }: NormHardware) => {
  const { row, centred, zeroPoint, varianceFraction, epsilon } = plan;
  const { minimum, maximum } = rangeOf(input.format);
  const low = minimum - zeroPoint;
  const high = maximum - zeroPoint;
  const largest = BigInt(Math.max(Math.abs(low), Math.abs(high)));
  const squares = BigInt(row) * largest * largest;
  const variance = centred ? BigInt(row) * squares : squares;
  const operand = (variance << BigInt(varianceFraction)) + epsilon;
  const operandBits = 2 * Math.ceil((bitsOfBig(operand) - 1) / 2);
  return {
    valueBits: signedBitsFor(Math.min(low, minimum), Math.max(high, maximum)),
    sumBits: signedBitsFor(row * low, row * high),
    squaresBits: bitsOfBig(squares),
    varianceBits: bitsOfBig(variance),
    operandBits: Math.max(4, operandBits),
    halfBits: unsignedBitsFor(Math.max(4, operandBits) / 2 - 1),
    countBits: unsignedBitsFor(row) + 1,
  };
};

/** Steps in front of the Newton steps, cycles of one, and those around. */
const seedStep = 3;
const newtonCycles = 6;

const rootEngine = (hardware: NormHardware, naming: Naming): Part => {
  const { plan } = hardware;
  const { operandBits, halfBits } = momentWidths(hardware);
  const name = `${naming.module}_inverse_root`;
  const lastStep = seedStep + newtonCycles * plan.steps;
  const stepBits = unsignedBitsFor(lastStep);
  const table: MemoryModule = {
    kind: 'memory',
    name: `${naming.module}_seeds`,
    widthBits: seedBits + 1,
    words: seeds.map(BigInt),
    description: '1 / sqrt(v) for v in [1, 4)',
  };
  const bits = plan.rootBits + 2;
  return {
    module: {
      kind: 'generated',
      name,
      template: 'units/norms/inverse_root',
      instances: [{ name: 'seeds', module: table, dslName: `${naming.dslName}.seeds` }],
      view: {
        name,
        dslName: naming.dslName,
        steps: plan.steps,
        seedBits,
        seedIndexBits,
        rootBits: plan.rootBits,
        operandBits,
        halfBits,
        resultBits: halfBits + plan.rootBits + 1,
        stepBits,
        lastStep: unsignedDecimal(stepBits, lastStep),
        firstStep: unsignedDecimal(stepBits, 0),
        shiftStep: unsignedDecimal(stepBits, 1),
        seedStep: unsignedDecimal(stepBits, seedStep),
        padded: operandBits < bits,
        padding: bitVector(Math.max(1, bits - operandBits), 0),
        table: table.name,
        cycles: lastStep + 2,
      },
    },
    parameters: {},
    latencyCycles: lastStep + 2,
    memoryBits: table.words.length * table.widthBits,
  };
};

/** Sum, where the mean is taken off, and inverse root of each row. */
export const momentsReduction = (
  hardware: NormHardware,
  naming: Naming,
): { readonly part: Part; readonly summaryBits: number } => {
  const { plan, input, lanes } = hardware;
  const widths = momentWidths(hardware);
  const shape = { row: plan.row, lanes };
  const engine = rootEngine(hardware, naming);
  const rootBits = widths.halfBits + plan.rootBits + 1;
  const roots = enginePool({
    instance: 'roots',
    naming,
    description: "inverse roots of the rows' variances",
    engine,
    operandBits: widths.operandBits,
    resultBits: rootBits,
    every: wordsOfRow(shape),
  });
  const levels = adderTreeLevels(lanes);
  const name = `${naming.module}_moments`;
  const latencyCycles = 5 + levels + roots.latencyCycles;
  const summaryBits = rootBits + (plan.centred ? widths.sumBits : 0);
  const shifted = plan.zeroPoint !== 0;
  return {
    summaryBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/norms/moments',
        instances: [{ name: 'roots', module: roots.module, dslName: `${naming.dslName}.roots` }],
        view: {
          name,
          dslName: naming.dslName,
          lanes,
          bits: input.format.bits,
          inputBits: lanes * input.format.bits,
          summaryBits,
          ...widths,
          rootBits,
          levels,
          tail: tailOfRow(shape),
          centred: plan.centred,
          shifted,
          value: shifted ? `code - ${bitVector(widths.valueBits, plan.zeroPoint)}` : 'code',
          sign: isSigned(input.format)
            ? `data[lane*BITS+${input.format.bits - 1}]`
            : bitVector(1, 0),
          count: bitVector(widths.countBits, plan.row),
          fraction: plan.varianceFraction,
          fractionZeros: plan.varianceFraction > 0 ? `, ${plan.varianceFraction}'d0` : '',
          epsilon: bitVector(widths.operandBits, plan.epsilon),
          engines: roots.module.name,
          rootCycles: roots.latencyCycles,
          latency: latencyCycles,
        },
      },
      parameters: {},
      latencyCycles,
      memoryBits: roots.memoryBits,
    },
  };
};

const widest = (values: readonly bigint[]): number => Math.max(...values.map(bitsOfBig));

/** Cycles of templates/lib/sinter_norm_lane.v, and when its constants are due. */
const laneCycles = 7;
const constantsAtCycle = 4;

/** What makes an element's result, and the constants that it does so with. */
export const normLane = (
  hardware: NormHardware,
): { readonly lane: Part; readonly constants: RowConstants } => {
  const { plan, input, output } = hardware;
  const { valueBits, sumBits, halfBits, countBits } = momentWidths(hardware);
  const { gains, offsets, normalBits } = plan;
  const gainBits = widest(gains);
  const offsetBits = widest(offsets);
  // |D / sqrt(W)| is at most sqrt(N - 1), or 1; n has a bit for its sign and one to spare.
  const bound = plan.centred ? Math.ceil(unsignedBitsFor(plan.row) / 2) : 0;
  const normalWidth = normalBits + bound + 3;
  const resultBits =
    Math.max(gainBits + normalWidth, offsetBits, output.format.bits + normalBits + plan.gainBits) +
    2;
  const right = rightOf(plan);
  const literal = (value: number): string => bitVector(resultBits, value).replace("'h", "'sh");
  return {
    lane: {
      module: { kind: 'library', name: 'sinter_norm_lane' },
      parameters: {
        BITS: input.format.bits,
        SIGNED: isSigned(input.format) ? 1 : 0,
        CENTRED: plan.centred ? 1 : 0,
        ZERO_POINT: plan.zeroPoint,
        VALUE_BITS: valueBits,
        COUNT_BITS: countBits,
        COUNT: bitVector(countBits, plan.row),
        SUM_BITS: plan.centred ? sumBits : 1,
        H_BITS: halfBits,
        ROOT_BITS: plan.rootBits,
        DEVIATION_BITS: plan.centred ? sumBits + 1 : valueBits,
        LEFT: leftOf(plan),
        RIGHT: right,
        SHIFT_BITS: unsignedBitsFor(right + 2 ** halfBits),
        NORMAL_BITS: normalWidth,
        GAIN_BITS: gainBits,
        OFFSET_BITS: offsetBits,
        RESULT_BITS: resultBits,
        PLACES: normalBits + plan.gainBits,
        OUT_BITS: output.format.bits,
        MINIMUM: literal(plan.minimum),
        MAXIMUM: literal(plan.maximum),
      },
      latencyCycles: laneCycles,
      memoryBits: 0,
    },
    constants: {
      atCycle: constantsAtCycle,
      bits: gainBits + offsetBits,
      words: gains.map(
        (gain, i) =>
          (BigInt.asUintN(offsetBits, offsets[i] as bigint) << BigInt(gainBits)) |
          BigInt.asUintN(gainBits, gain),
      ),
      description: 'gain and offset of each element of a row',
    },
  };
};

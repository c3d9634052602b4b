import { bitVector, signedDecimal } from '../../emit/literal.js';
import { isSigned, rangeOf, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import { tailOfRow, wordsOfRow } from '../../stream/row-difference.js';
import { adderTreeLevels } from '../dense/mac-array.js';
import { enginePool } from '../rows/engines.js';
import type { RowConstants } from '../rows/map.js';
import type { Part } from '../rows/part.js';
import type { Naming } from '../unit.js';
import { bitsOfBig, type NormHardware } from './hardware.js';
import type { IBertNormPlan } from './i-bert.js';

type IBertHardware = NormHardware<IBertNormPlan>;

/** Bits of a row's root, and of the factor 2^31 / root. */
const rootBits = 16;
const factorBits = 32;

const meanBitsOf = ({ input }: IBertHardware): number =>
  input.format.bits + (isSigned(input.format) ? 0 : 1);

/** (2 S1 + N) / 2N as a product: constants that are exact for every sum of a row. */
const divisionOf = (row: number, low: number, high: number) => {
  // Lifts the mean above 0, by an even number so that halves stay with the even one.
  const lifted = 2 * Math.ceil((Math.abs(low) + 1) / 2);
  const added = row + 2 * row * lifted;
  const dividendBits = unsignedBitsFor(2 * row * high + added);
  const divisorBits = unsignedBitsFor(2 * row);
  const places = dividendBits + divisorBits;
  const divisor = BigInt(2 * row);
  const reciprocal = ((1n << BigInt(places)) + divisor - 1n) / divisor;
  return {
    lifted,
    added,
    dividendBits,
    divisorBits,
    places,
    reciprocal,
    highest: high + lifted + 1,
  };
};

const rootPools = (
  { plan, lanes }: IBertHardware,
  naming: Naming,
): { readonly roots: Part; readonly factors: Part } => {
  const every = wordsOfRow({ row: plan.row, lanes });
  return {
    roots: enginePool({
      instance: 'roots',
      naming,
      description: "whole roots of the rows' sums of squares",
      engine: {
        module: { kind: 'library', name: 'sinter_square_root' },
        parameters: { ROOT_BITS: rootBits, STEP_BITS: unsignedBitsFor(rootBits - 1) },
        latencyCycles: rootBits + 1,
        memoryBits: 0,
      },
      operandBits: 2 * rootBits,
      resultBits: rootBits,
      every,
    }),
    factors: enginePool({
      instance: 'factors',
      naming,
      description: '2^31 over each root, rounded down',
      engine: {
        module: { kind: 'library', name: 'sinter_quotient' },
        parameters: {
          OPERAND_BITS: rootBits,
          QUOTIENT_BITS: factorBits,
          NUMERATOR_BITS: factorBits + 1,
          NUMERATOR: bitVector(factorBits + 1, 2 ** 31),
          STEP_BITS: unsignedBitsFor(factorBits - 1),
        },
        latencyCycles: factorBits + 1,
        memoryBits: 0,
      },
      operandBits: rootBits,
      resultBits: factorBits,
      every,
    }),
  };
};

/** Mean and factor of each row. */
export const iBertReduction = (
  hardware: IBertHardware,
  naming: Naming,
): { readonly part: Part; readonly summaryBits: number } => {
  const { plan, input, lanes } = hardware;
  const { row } = plan;
  const { minimum, maximum } = rangeOf(input.format);
  const valueBits = meanBitsOf(hardware);
  const largest = Math.max(Math.abs(minimum), maximum);
  const division = divisionOf(row, minimum, maximum);
  const shape = { row, lanes };
  const { roots, factors } = rootPools(hardware, naming);
  const waitCycles = roots.latencyCycles + factors.latencyCycles;
  const levels = adderTreeLevels(lanes);
  const latencyCycles = 6 + levels + waitCycles;
  const name = `${naming.module}_moments`;
  const countBits = unsignedBitsFor(row) + 1;
  const quotientBits = Math.max(valueBits, unsignedBitsFor(division.highest));
  const reciprocalBits = bitsOfBig(division.reciprocal) - 1;
  return {
    summaryBits: valueBits + factorBits,
    part: {
      module: {
        kind: 'generated',
        name,
        template: 'units/norms/i_bert_moments',
        instances: [
          { name: 'roots', module: roots.module, dslName: `${naming.dslName}.roots` },
          { name: 'factors', module: factors.module, dslName: `${naming.dslName}.factors` },
        ],
        view: {
          name,
          dslName: naming.dslName,
          lanes,
          bits: input.format.bits,
          inputBits: lanes * input.format.bits,
          summaryBits: valueBits + factorBits,
          valueBits,
          sumBits: signedBitsFor(row * minimum, row * maximum),
          squaresBits: bitsOfBig(BigInt(row) * BigInt(largest) * BigInt(largest)) + 1,
          levels,
          tail: tailOfRow(shape),
          sign: isSigned(input.format)
            ? `data[lane*BITS+${input.format.bits - 1}]`
            : bitVector(1, 0),
          dividendBits: division.dividendBits,
          divisorBits: division.divisorBits,
          divisor: bitVector(division.divisorBits, 2 * row),
          added: bitVector(division.dividendBits, division.added),
          lifted: bitVector(quotientBits, division.lifted),
          places: division.places,
          reciprocalBits,
          reciprocal: bitVector(reciprocalBits, division.reciprocal),
          quotientBits,
          countBits,
          count: bitVector(countBits, row),
          roots: roots.module.name,
          quotients: factors.module.name,
          waitCycles,
          latency: latencyCycles,
        },
      },
      parameters: {},
      latencyCycles,
      memoryBits: 0,
    },
  };
};

/** Registers of templates/lib/sinter_i_bert_norm_lane.v, and when its constants are due. */
const laneCycles = 7;
const constantsAtCycle = 2;

/** What makes an element's result, and the constants that it does so with. */
export const iBertLane = (
  hardware: IBertHardware,
): { readonly lane: Part; readonly constants: RowConstants } => {
  const { plan, input, output } = hardware;
  const { biases, multipliers, shifts, zeroPoint, minimum, maximum } = plan;
  const biasBits = Math.max(...biases.map(bitsOfBig));
  const shiftBits = unsignedBitsFor(Math.max(...shifts));
  const zeroBits = signedBitsFor(Math.min(minimum, zeroPoint), Math.max(maximum, zeroPoint));
  return {
    lane: {
      module: { kind: 'library', name: 'sinter_i_bert_norm_lane' },
      parameters: {
        BITS: input.format.bits,
        SIGNED: isSigned(input.format) ? 1 : 0,
        MEAN_BITS: meanBitsOf(hardware),
        BIAS_BITS: biasBits,
        Y_BITS: Math.max(33, biasBits) + 1,
        SHIFT_BITS: shiftBits,
        OUT_BITS: output.format.bits,
        ZERO_BITS: zeroBits,
        ZERO_POINT: signedDecimal(zeroBits, zeroPoint),
        MINIMUM: signedDecimal(zeroBits, minimum),
        MAXIMUM: signedDecimal(zeroBits, maximum),
      },
      latencyCycles: laneCycles,
      memoryBits: 0,
    },
    constants: {
      atCycle: constantsAtCycle,
      bits: biasBits + 32 + shiftBits,
      words: biases.map(
        (bias, i) =>
          (BigInt(shifts[i] as number) << BigInt(biasBits + 32)) |
          (BigInt.asUintN(32, multipliers[i] as bigint) << BigInt(biasBits)) |
          BigInt.asUintN(biasBits, bias),
      ),
      description: 'bias, multiplier and shift of each element of a row',
    },
  };
};

import { bitVector, signedDecimal } from '../../emit/literal.js';
import { type Codes, narrow } from '../../ir/codes.js';
import { isSigned } from '../../ir/format.js';
import type { ParameterValue, Stage } from '../../ir/module.js';
import { beatsOf, dataBitsOf } from '../../ir/stream.js';
import { centredBits } from '../../stream/product.js';
import { tailMask } from '../../stream/tail-mask.js';
import { pipeline } from '../../stream/timing.js';
import { elaborateLookup, lookupContract, lookupGolden } from '../lookup/function.js';
import { definedWidths, exactLane } from '../requantize/exact-lane.js';
import type { Lane, LaneOptions } from '../requantize/lane.js';
import type { Naming, UnitContract } from '../unit.js';
import { leakyReluCode } from './golden.js';
import type { LeakyReluSpec } from './spec.js';

export const leakyReluGolden = (spec: LeakyReluSpec, inputs: readonly Codes[]): Codes => {
  const { computed, inputs: streams } = spec;
  if (!computed) return lookupGolden(spec, inputs);
  const { rescales, sign } = computed;
  return narrow(inputs[0]).map(leakyReluCode(rescales, sign, streams[0]?.zeroPoint ?? 0));
};

/** Both factors as two sets of constants of one lane: that from zero upward, that below. */
const laneOptions = ({ inputs, output, computed }: LeakyReluSpec): LaneOptions => {
  const { identity, alpha } = (computed as NonNullable<typeof computed>).rescales;
  const bits = centredBits(inputs[0] ?? output) + 1;
  return {
    rescale: { ...identity, multipliers: [...identity.multipliers, ...alpha.multipliers] },
    bias: [0, 0],
    accBits: bits,
    sumBits: bits,
    outBits: output.format.bits,
  };
};

/** The lane's constants under the names of the module's parameters. */
const constantsOf = ({ fields }: Lane): Readonly<Record<string, ParameterValue>> =>
  Object.fromEntries(
    fields
      .filter(({ name }) => name !== 'bias')
      .flatMap(({ name, bits, values: [above = 0, below = 0] }) => [
        [name.toUpperCase(), bitVector(bits, above)],
        [`BELOW_${name.toUpperCase()}`, bitVector(bits, below)],
      ]),
  );

/** Parameters that the lane and the module have in common. */
const shared = [
  'LEFT_BITS',
  'SHIFTED_BITS',
  'RIGHT_BITS',
  'DOUBLE',
  'OUT_BITS',
  'LIMIT_BITS',
  'ZERO_POINT',
  'MINIMUM',
  'MAXIMUM',
] as const;

/** Codes that are too many for a table, rescaled; templates/lib/sinter_leaky_relu.v. */
const rescaleStage = (spec: LeakyReluSpec): Stage => {
  const { inputs, output, computed } = spec;
  const [input = output] = inputs;
  const options = laneOptions(spec);
  const lane = exactLane(options);
  return {
    kind: 'stage',
    instance: 'rescale',
    module: { kind: 'library', name: 'sinter_leaky_relu' },
    parameters: {
      LANES: output.lanes,
      BITS: input.format.bits,
      SIGNED: isSigned(input.format) ? 1 : 0,
      ZERO: signedDecimal(input.format.bits + 1, input.zeroPoint),
      CENTRED_BITS: options.accBits,
      NEGATED: computed?.sign === -1 ? 1 : 0,
      ...Object.fromEntries(shared.map((name) => [name, lane.parameters[name] ?? 0])),
      ...constantsOf(lane),
    },
    inputBits: dataBitsOf(input),
    outputBits: dataBitsOf(output),
    timing: pipeline(beatsOf(output), 1 + lane.latencyCycles),
    requantize: { ...lane.widths, definition: definedWidths(options) },
  };
};

export const elaborateLeakyRelu = (spec: LeakyReluSpec, naming: Naming): readonly Stage[] =>
  spec.computed ? [rescaleStage(spec), ...tailMask(spec.output)] : elaborateLookup(spec, naming);

export const leakyReluContract = (spec: LeakyReluSpec): UnitContract =>
  spec.computed
    ? {
        intervalCycles: beatsOf(spec.output),
        multipliers: 0,
        macs: 0,
        effectualMacs: 0,
        memoryBits: 0,
      }
    : lookupContract(spec);

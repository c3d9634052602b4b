import { signedDecimal } from '../../emit/literal.js';
import { isSigned, rangeOf, signedBitsFor } from '../../ir/format.js';
import type { Stage } from '../../ir/module.js';
import { beatsOf } from '../../ir/stream.js';
import { tailMask } from '../../stream/tail-mask.js';
import type { Field, Lane } from '../requantize/lane.js';
import { channelStage, laneMemoryBits } from '../requantize/stage.js';
import type { Naming, UnitContract } from '../unit.js';
import type { PreluSpec } from './spec.js';

const bitsOf = (values: readonly number[]): number =>
  signedBitsFor(
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
  );

/** One lane and its constants; templates/lib/sinter_prelu_lane.v. */
const laneOf = ({ inputs, output, lines }: PreluSpec): Omit<Lane, 'widths'> => {
  const [input = output] = inputs;
  const { above, below, shift } = lines;
  const range = rangeOf(input.format);
  const limits = rangeOf(output.format);
  const all = [above, ...below];
  const slopeBits = bitsOf(all.map(({ slope }) => slope));
  const constantBits = bitsOf(all.map(({ constant }) => constant));
  const sums = all.flatMap(({ slope, constant }) =>
    [range.minimum, range.maximum].map((code) => code * slope + constant),
  );
  const field = (name: string, bits: number, values: readonly number[]): Field => ({
    name,
    bits,
    values,
  });
  const sumBits = Math.max(bitsOf(sums), shift + bitsOf([limits.minimum, limits.maximum]));
  return {
    module: 'sinter_prelu_lane',
    latencyCycles: 3,
    text: `a line for each side of zero, slopes of ${slopeBits} bits, shift ${shift}`,
    fields: [
      field(
        'above_slope',
        slopeBits,
        below.map(() => above.slope),
      ),
      field(
        'above_constant',
        constantBits,
        below.map(() => above.constant),
      ),
      field(
        'below_slope',
        slopeBits,
        below.map(({ slope }) => slope),
      ),
      field(
        'below_constant',
        constantBits,
        below.map(({ constant }) => constant),
      ),
    ],
    parameters: {
      ACC_BITS: input.format.bits,
      SIGNED: isSigned(input.format) ? 1 : 0,
      SLOPE_BITS: slopeBits,
      CONSTANT_BITS: constantBits,
      SUM_BITS: sumBits,
      SHIFT: shift,
      OUT_BITS: output.format.bits,
      ZERO: signedDecimal(input.format.bits + 1, input.zeroPoint),
      MINIMUM: signedDecimal(sumBits - shift, limits.minimum),
      MAXIMUM: signedDecimal(sumBits - shift, limits.maximum),
    },
  };
};

export const elaboratePrelu = (spec: PreluSpec, naming: Naming): readonly Stage[] => {
  const { inputs, output } = spec;
  const [input = output] = inputs;
  return [
    channelStage(laneOf(spec), {
      ...{ naming, instance: 'prelu', lanes: output.lanes, beats: beatsOf(output) },
      channels: spec.slopes.length,
      accBits: input.format.bits,
      outBits: output.format.bits,
    }),
    ...tailMask(output),
  ];
};

export const preluContract = (spec: PreluSpec): UnitContract => ({
  intervalCycles: beatsOf(spec.output),
  multipliers: 0,
  macs: 0,
  effectualMacs: 0,
  memoryBits: laneMemoryBits(laneOf(spec), spec.slopes.length),
});

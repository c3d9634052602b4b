import { signedDecimal } from '../../emit/literal.js';
import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { RescaleWidths } from '../../ir/module.js';
import { reducedMultiplier } from '../../numeric/rounding.js';
import type { Field, Lane, LaneOptions } from './lane.js';
import { multiplierOf, type Rescale } from './rescale.js';

/** Two roundings: of the product, and of a right shift behind it. */
const isDouble = ({ accumulator, rounding }: Rescale): boolean =>
  accumulator !== 'int64' && rounding === 'double';

const multiplierBitsOf = ({ accumulator }: Rescale): number => (accumulator === 'int64' ? 15 : 31);

/** Bits of (accumulator + bias) << left. */
const shiftedBitsOf = ({ rescale, bias, sumBits }: LaneOptions): number =>
  isDouble(rescale) && bias.some((_, i) => multiplierOf(rescale, i).shift > 0) ? 32 : sumBits;

/**
 * A channel's factor as the hardware holds it. A right shift past every bit of the product leaves 0
 * whatever the accumulator: that is a multiplier of 0, so that no shift exceeds the shifter.
 */
const factorOf = (options: LaneOptions, channel: number) => {
  const { rescale } = options;
  const given = multiplierOf(rescale, channel);
  const { shift } = given;
  const bits = multiplierBitsOf(rescale);
  const multiplier =
    rescale.accumulator === 'int64' ? reducedMultiplier(given.multiplier) : given.multiplier;
  const double = isDouble(rescale);
  const right = double ? Math.max(-shift, 0) : bits - shift;
  return right > shiftedBitsOf(options) + (double ? 0 : bits)
    ? { multiplier: 0, left: 0, right: 0 }
    : { multiplier, left: double ? Math.max(shift, 0) : 0, right };
};

/** Multiplier and shift as the definition has them: that of the product included. */
export const definedWidths = ({ rescale, bias }: LaneOptions): RescaleWidths => {
  const multiplierBits = multiplierBitsOf(rescale);
  const shifts = bias.map((_, channel) => multiplierBits - multiplierOf(rescale, channel).shift);
  return { multiplierBits, shift: Math.max(...shifts) };
};

/** The constants of every channel, each at the narrowest width. */
const fieldsOf = (options: LaneOptions): readonly Field[] => {
  const { bias, sumBits } = options;
  const factors = bias.map((_, channel) => factorOf(options, channel));
  const left = factors.map((factor) => factor.left);
  const right = factors.map((factor) => factor.right);
  return [
    {
      name: 'bias',
      bits: Math.min(sumBits, signedBitsFor(Math.min(...bias), Math.max(...bias))),
      values: bias,
    },
    {
      name: 'multiplier',
      bits: multiplierBitsOf(options.rescale),
      values: factors.map(({ multiplier }) => multiplier),
    },
    { name: 'left', bits: unsignedBitsFor(Math.max(...left)), values: left },
    { name: 'right', bits: unsignedBitsFor(Math.max(...right)), values: right },
  ];
};

/** The definition as it stands, step by step; templates/lib/sinter_requantize_lane.v. */
export const exactLane = (options: LaneOptions): Lane => {
  const { rescale, accBits, sumBits, outBits } = options;
  const { clamp, zeroPoint } = rescale;
  const fields = fieldsOf(options);
  const bitsOf = (name: string): number => fields.find((field) => field.name === name)?.bits ?? 1;
  const limitBits = signedBitsFor(
    Math.min(clamp.minimum, zeroPoint),
    Math.max(clamp.maximum, zeroPoint),
  );
  const multiplierBits = multiplierBitsOf(rescale);
  return {
    module: 'sinter_requantize_lane',
    latencyCycles: 5,
    widths: definedWidths(options),
    text: multiplierBits === 31 ? `${rescale.rounding} rounding` : 'int64 single rounding',
    fields,
    parameters: {
      ACC_BITS: accBits,
      BIAS_BITS: bitsOf('bias'),
      SUM_BITS: sumBits,
      LEFT_BITS: bitsOf('left'),
      SHIFTED_BITS: shiftedBitsOf(options),
      RIGHT_BITS: bitsOf('right'),
      DOUBLE: isDouble(rescale) ? 1 : 0,
      ...(multiplierBits === 31 ? {} : { MULTIPLIER_BITS: multiplierBits }),
      OUT_BITS: outBits,
      LIMIT_BITS: limitBits,
      ZERO_POINT: signedDecimal(limitBits, zeroPoint),
      MINIMUM: signedDecimal(limitBits, clamp.minimum),
      MAXIMUM: signedDecimal(limitBits, clamp.maximum),
    },
  };
};

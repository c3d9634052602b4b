import { bitVector, signedDecimal } from '../../emit/literal.js';
import { signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import type { Lane, LaneOptions } from './lane.js';
import { narrowRescale } from './narrow.js';

const rangesOf = ({ ranges, bias, accBits }: LaneOptions): readonly AccumulatorRange[] =>
  ranges ?? bias.map(() => ({ low: -(2 ** (accBits - 1)), high: 2 ** (accBits - 1) - 1 }));

/**
 * One product, one sum, a fixed shift; templates/lib/sinter_rescale_lane.v. Undefined where no such lane
 * gives the exact codes.
 */
export const narrowLane = (options: LaneOptions): Lane | undefined => {
  const { rescale, bias, accBits, outBits } = options;
  const ranges = rangesOf(options);
  const narrow = narrowRescale(rescale, bias, ranges);
  if (!narrow) return undefined;
  const { shift, multipliers, constants, bends, offset } = narrow;
  const { minimum, maximum } = rescale.clamp;
  const ends = ranges.flatMap(({ low, high }, channel) => {
    const multiplier = multipliers[channel] as number;
    const constant = constants[channel] as number;
    const bend = bends?.[channel] ?? 0;
    const values = [low * multiplier + constant, high * multiplier + constant, constant];
    return values.flatMap((value) => [value, value + offset, value + offset - bend]);
  });
  const limitBits = signedBitsFor(minimum, maximum);
  const bendBits = unsignedBitsFor(Math.max(...(bends ?? [0])));
  const sumBits = Math.max(signedBitsFor(Math.min(...ends), Math.max(...ends)), shift + 1);
  const multiplierBits = unsignedBitsFor(Math.max(...multipliers));
  const constantBits = signedBitsFor(Math.min(...constants), Math.max(...constants));
  return {
    module: 'sinter_rescale_lane',
    latencyCycles: bends ? 4 : 3,
    widths: { multiplierBits, shift },
    text: `narrow form of ${rescale.rounding} rounding, ${multiplierBits}-bit multiplier, shift ${shift}${
      bends ? ', bent at zero' : ''
    }`,
    fields: [
      { name: 'multiplier', bits: multiplierBits, values: multipliers },
      { name: 'constant', bits: constantBits, values: constants },
      { name: 'bend', bits: bendBits, values: bends ?? bias.map(() => 0) },
    ],
    parameters: {
      ACC_BITS: accBits,
      MULTIPLIER_BITS: multiplierBits,
      CONSTANT_BITS: constantBits,
      SUM_BITS: sumBits,
      ...(bends
        ? { BENT: 1, BEND_BITS: bendBits, OFFSET: bitVector(sumBits, BigInt(offset)) }
        : {}),
      SHIFT: shift,
      OUT_BITS: outBits,
      LIMIT_BITS: limitBits,
      MINIMUM: signedDecimal(limitBits, minimum),
      MAXIMUM: signedDecimal(limitBits, maximum),
    },
  };
};

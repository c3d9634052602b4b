import { bitVector } from '../../emit/literal.js';
import type { MultiplierKind } from '../../functions/area.js';
import { type NumberFormat, rangeOf, signedBitsFor, unsignedBitsFor } from '../../ir/format.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import { narrowRescale } from '../requantize/narrow.js';
import type { Rescale } from '../requantize/rescale.js';
import { fitted, multiplication, type Pipeline, slice, wire } from './pipeline.js';

/** clamp((x * multiplier + constant) >> shift) */
interface Line {
  readonly multiplier: number;
  readonly constant: number;
  readonly shift: number;
}

/** The narrowest line that is the requantization, else its definition in single rounding. */
const lineOf = (rescale: Rescale, range: AccumulatorRange): Line => {
  const narrow = narrowRescale(rescale, [0], [range]);
  if (narrow && !narrow.bends) {
    const [multiplier = 0] = narrow.multipliers;
    const [constant = 0] = narrow.constants;
    return { multiplier, constant, shift: narrow.shift };
  }
  const [{ multiplier, shift } = { multiplier: 0, shift: 0 }] = rescale.multipliers;
  const unit = 2 ** (31 - shift);
  return { multiplier, constant: rescale.zeroPoint * unit + unit / 2, shift: 31 - shift };
};

/** The steps of a requantization in single rounding; the result is the signal `result`. */
export const rescaleSteps = (
  lane: Pipeline,
  key: string,
  range: AccumulatorRange,
  rescale: Rescale,
  format: NumberFormat,
  multiplier: MultiplierKind,
): void => {
  const line = lineOf(rescale, range);
  const signal = lane.get(key);
  const factorBits = unsignedBitsFor(line.multiplier) + 1;
  const productBits = signal.bits + factorBits;
  const ends = [range.low, range.high].map((end) => end * line.multiplier + line.constant);
  const { minimum, maximum } = rangeOf(format);
  const limit = 2 ** line.shift;
  const sumBits = Math.max(
    signedBitsFor(Math.min(...ends), Math.max(...ends)),
    signedBitsFor(minimum * limit, maximum * limit + limit - 1),
  );
  // What is above the sum cannot matter.
  const scaledBits = Math.min(productBits, sumBits);
  lane.step(
    'times the output factor',
    [
      {
        name: 'scaled',
        bits: scaledBits,
        value: slice('scaling', scaledBits - 1, 0),
        signed: true,
      },
    ],
    [],
    {
      wires: [
        wire('factor', factorBits, bitVector(factorBits, line.multiplier)),
        wire('scaling', productBits),
      ],
      instances: [
        multiplication(
          multiplier,
          'rescale',
          [signal, { name: 'factor', bits: factorBits }],
          'scaling',
        ),
      ],
    },
  );
  lane.unused.push('scaling');
  lane.step(
    'rounding and zero point',
    [
      {
        name: 'sum',
        bits: sumBits,
        value: `${fitted(lane.get('scaled'), sumBits)} + ${bitVector(sumBits, line.constant)}`,
        signed: true,
      },
    ],
    [],
  );
  const sum = lane.get('sum').name;
  const wholeBits = sumBits - line.shift;
  const low = bitVector(wholeBits, minimum);
  const high = bitVector(wholeBits, maximum);
  const cut = fitted({ name: 'whole', bits: wholeBits, signed: true }, format.bits);
  lane.step(
    'output code',
    [
      {
        name: 'result',
        bits: format.bits,
        value: `($signed(whole) < $signed(${low})) ? ${bitVector(format.bits, minimum)} :
              ($signed(whole) > $signed(${high})) ? ${bitVector(format.bits, maximum)} : ${cut}`,
      },
    ],
    [],
    { wires: [wire('whole', wholeBits, slice(sum, sumBits - 1, line.shift))] },
  );
  lane.unused.push(sum, 'whole');
};

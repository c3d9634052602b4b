import type { Problem } from '../../error.js';
import type { StreamType } from '../../ir/stream.js';
import { powerOfTwoExponent } from '../../numeric/power-of-two.js';
import { sigmoidTable } from './sigmoid-table.js';

/** Output of TFLite's int16 LOGISTIC and TANH. */
export const interpolatedOutput = {
  format: { kind: 'int', bits: 16 },
  scale: 2 ** -15,
  zeroPoint: 0,
} as const;

/**
 * A function of an int16 code that is odd around its value at 0: with a = (code * multiplier + half) >> shift,
 *   r = table[|a| >> fractionBits] interpolated; y = (a >= 0 ? r + above : below - r) >> drop
 */
export interface Interpolation {
  readonly multiplier: number;
  readonly shift: number;
  readonly fractionBits: number;
  /** A word and its distance to the next, by |a| >> fractionBits; the last stands for all that is beyond. */
  readonly bases: readonly number[];
  readonly slopes: readonly number[];
  readonly above: number;
  readonly below: number;
  readonly drop: number;
}

/** How the function reads the table of the sigmoid. */
export interface Reading {
  readonly fractionBits: number;
  /** What stands for arguments beyond the table. */
  readonly last: number;
  readonly above: number;
  readonly below: number;
  readonly drop: number;
  /** Right shifts of an input scale of 2^(shift - 12), which is taken as it is; others are rescaled. */
  readonly plainShifts: readonly number[];
}

/** `reference_integer_ops::Logistic` of int16 (lite/kernels/internal/reference/integer_ops/logistic.h). */
export const logisticReading: Reading = {
  fractionBits: 9,
  last: 0x7fff * 2,
  above: 2 ** 9,
  below: 2 ** 25 + 2 ** 9 - 1,
  drop: 10,
  plainShifts: [0],
};

/** `reference_integer_ops::Tanh` of int16: 2 sigmoid(2 x) - 1, from the same table (integer_ops/tanh.h). */
export const tanhReading: Reading = {
  fractionBits: 8,
  last: 0xffff,
  above: 2 ** 7 - 2 ** 23,
  below: 2 ** 23 + 2 ** 7 - 1,
  drop: 8,
  plainShifts: [0, 1],
};

/** Largest multiplier, which is an int16. */
const largest = 2 ** 15 - 1;

/** Scale * 3 * 4096 as an integer of 15 bits and a right shift; truncated (`TanhPrepare`). */
const argumentScale = (
  scale: number,
  { plainShifts }: Reading,
): { readonly multiplier: number; readonly shift: number } => {
  const exponent = powerOfTwoExponent(scale);
  if (exponent !== undefined && plainShifts.includes(exponent + 12)) {
    return { multiplier: 3 * 2 ** (exponent + 12), shift: 0 };
  }
  let multiplier = scale * 4096 * 3;
  let shift = 0;
  for (; multiplier <= largest / 2 && shift <= 30; shift++) multiplier *= 2;
  return { multiplier: Math.floor(multiplier), shift };
};

/** Scales whose multiplier is no int16, or nothing at all, are undefined in the reference. */
export const interpolationProblems = (
  { scale, zeroPoint }: StreamType,
  reading: Reading,
  place: string,
  unit: string,
): readonly Problem[] => {
  const { multiplier } = argumentScale(scale, reading);
  const problem = (reason: string): Problem => ({
    code: 'E_PARAMETER',
    place: `${place}.in`,
    reason,
  });
  return [
    ...(multiplier >= 1 && multiplier <= largest
      ? []
      : [problem(`gives scale ${scale}, ${unit} of int16 needs one from 2^-44 to 2.66`)]),
    ...(zeroPoint === 0
      ? []
      : [problem(`gives zero point ${zeroPoint}, ${unit} of int16 needs 0`)]),
  ];
};

export const interpolationOf = (scale: number, reading: Reading): Interpolation => {
  const { fractionBits, last, above, below, drop } = reading;
  const word = (i: number): number => sigmoidTable[i] as number;
  const inside = sigmoidTable.slice(0, -1);
  return {
    ...argumentScale(scale, reading),
    ...{ fractionBits, above, below, drop },
    bases: [...inside, last],
    slopes: [...inside.map((base, i) => word(i + 1) - base), 0],
  };
};

/** The output code of an input code; all in integers of at most 31 bits. */
export const interpolatedCode =
  ({ multiplier, shift, fractionBits, bases, slopes, above, below, drop }: Interpolation) =>
  (code: number): number => {
    const half = shift > 0 ? 2 ** (shift - 1) : 0;
    const argument = Math.floor((code * multiplier + half) / 2 ** shift);
    const magnitude = Math.abs(argument);
    const index = Math.min(Math.floor(magnitude / 2 ** fractionBits), bases.length - 1);
    const fraction = magnitude % 2 ** fractionBits;
    const result =
      (bases[index] as number) * 2 ** fractionBits + fraction * (slopes[index] as number);
    return Math.floor((argument >= 0 ? result + above : below - result) / 2 ** drop);
  };

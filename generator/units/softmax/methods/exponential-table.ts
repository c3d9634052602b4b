import { Decimal } from 'decimal.js';
import { roundHalfAway } from '../../../numeric/rounding.js';

/**
 * The tables of TFLite's int16 SOFTMAX: 512 chords over an interval, each lowered by half of what it is too high in the
 * middle (lite/kernels/internal/common.h, `LUTPopulate`), in Q0.15. The last word is only there to end a chord.
 */

const words = 513;
const chords = words - 1;
const largest = 2 ** 15 - 1;

const { fround } = Math;

/** `at(i)` is the function's value after i half chords, times 2^15. */
const evenedOut = (at: (halves: number) => number): readonly number[] =>
  Array.from({ length: words }, (_, i) => {
    const start = roundHalfAway(at(2 * i));
    if (i === chords) return Math.min(start, largest);
    const middle = roundHalfAway(fround(at(2 * i + 2) + start) / 2);
    const tooHigh = middle - roundHalfAway(at(2 * i + 1));
    return Math.min(start - roundHalfAway(tooHigh / 2), largest);
  });

const Exact = Decimal.clone({ precision: 40 });

/** exp(x) from -10 to 0. No value is near a half, so that in which precision it is computed makes no difference. */
export const exponentialTable: readonly number[] = evenedOut((halves) =>
  new Exact(10)
    .mul(halves)
    .div(2 * chords)
    .minus(10)
    .exp()
    .mul(2 ** 15)
    .toNumber(),
);

/** 1 / (1 + x) from 0 to 1, every step in float32, as TFLite Micro has it; double would give other words. */
export const reciprocalTable: readonly number[] = evenedOut(
  (halves) => 2 ** 15 * fround(1 / fround(1 + halves / (2 * chords))),
);

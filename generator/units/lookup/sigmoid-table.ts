import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 40 });

/** Words of TFLite's table that are 1 above the nearest: its makers evened out the chords' errors there. */
const raised: ReadonlySet<number> = new Set([
  4, 8, 12, 14, 15, 16, 17, 19, 20, 21, 22, 25, 27, 28, 29, 30, 31, 33, 34, 35, 37, 39, 40, 41, 43,
  44, 45, 46, 49, 50, 54, 62, 63, 64, 66, 82, 86, 93, 100, 103, 112, 116, 135, 255,
]);

const sigmoid = (i: number): Decimal => new Exact(2 ** 16).div(new Exact(-i).div(24).exp().plus(1));

/**
 * 1 / (1 + exp(-i / 24)) in Q0.16 for i from 0 to 255: what TFLite's int16 LOGISTIC and TANH interpolate in
 * (lite/kernels/internal/common.h, `sigmoid_table_uint16`).
 */
export const sigmoidTable: readonly number[] = Array.from(
  { length: 256 },
  (_, i) => sigmoid(i).round().toNumber() + (raised.has(i) ? 1 : 0),
);

import type { Dyadic } from './dyadic.js';

/** IEEE 754 binary32 by its bits, as unsigned words: integers only. */

export const float32Nan = 0x7fc00000;

const infinity = 0x7f800000;
const signBit = 2 ** 31;
const hidden = 2 ** 23;

/** The number of a code; undefined for infinities and NaN. */
export const dyadicOfFloat32 = (code: number): Dyadic | undefined => {
  const field = Math.floor(code / hidden) % 256;
  const fraction = code % hidden;
  if (field === 255) return undefined;
  return {
    negative: code >= signBit,
    magnitude: field === 0 ? fraction : fraction + hidden,
    exponent: Math.max(field, 1) - 150,
  };
};

export const isNanCode = (code: number): boolean => code % signBit > infinity;

export const isFiniteCode = (code: number): boolean => code % signBit < infinity;

const bitsOf = (magnitude: bigint): number => magnitude.toString(2).length;

/** The code nearest to value * 2^exponent, ties to even, beyond the largest infinity. Of 0 it is +0. */
export const float32Of = (value: bigint, exponent: number): number => {
  if (value === 0n) return 0;
  const magnitude = value < 0n ? -value : value;
  const sign = value < 0n ? signBit : 0;
  // Exponent of the last bit that is kept: subnormal numbers all have the same.
  const last = Math.max(bitsOf(magnitude) - 24 + exponent, -149);
  const shift = BigInt(last - exponent);
  let kept = magnitude;
  if (shift < 0n) kept = magnitude << -shift;
  if (shift > 0n) {
    kept = magnitude >> shift;
    const rest = magnitude - (kept << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  }
  // A carry out of the fraction goes into the exponent of itself.
  const code = (last + 149) * hidden + Number(kept);
  return sign + Math.min(code, infinity);
};

/** The real number of a code, for reference models and messages. */
export const realOfFloat32 = (code: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, code);
  return view.getFloat32(0);
};

/** The code nearest to a double. */
export const float32OfReal = (value: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0);
};

import { type Problem, SinterError } from '../error.js';
import type {
  BinaryFormat,
  CodebookFormat,
  E8m0Format,
  FlintFormat,
  Float32Format,
  IntFormat,
  MxFormat,
  OliveFormat,
  PowerOfTwoFormat,
  TernaryFormat,
  UintFormat,
} from '../ir/format.js';
import { codebookBits, codebookLimits } from '../ir/formats/codebook.js';
import { flintBits } from '../ir/formats/flint.js';
import { mxFormats } from '../ir/formats/microscaling.js';
import { powerOfTwoBits } from '../ir/formats/power-of-two.js';

const fail = (place: string, reason: string, hint?: string): never => {
  const problem: Problem = { code: 'E_FORMAT', place, reason, ...(hint ? { hint } : {}) };
  throw new SinterError(problem);
};

const checkBits = (name: string, bits: number): void => {
  if (!Number.isInteger(bits) || bits < 1 || bits > 64) {
    fail(`${name}(${bits})`, 'a number format has 1 to 64 bits');
  }
};

/** Two's complement integer of `bits` bits, 1 to 64. */
export const int = (bits: number): IntFormat => {
  checkBits('int', bits);
  return Object.freeze({ kind: 'int', bits });
};

/** Unsigned integer of `bits` bits, 1 to 64. */
export const uint = (bits: number): UintFormat => {
  checkBits('uint', bits);
  return Object.freeze({ kind: 'uint', bits });
};

/** -1 and +1. */
export const binary = (): BinaryFormat => Object.freeze({ kind: 'binary', bits: 1 });

/** -1, 0 and +1. */
export const ternary = (): TernaryFormat => Object.freeze({ kind: 'ternary', bits: 2 });

/** 0 and plus or minus 2^0 to 2^(2^(bits - 1) - 2), 2 to 5 bits. */
export const powerOfTwo = (bits: number): PowerOfTwoFormat => {
  const { minimum, maximum } = powerOfTwoBits;
  if (!Number.isInteger(bits) || bits < minimum || bits > maximum) {
    fail(`powerOfTwo(${bits})`, `powers of two have ${minimum} to ${maximum} bits`);
  }
  return Object.freeze({ kind: 'powerOfTwo', bits });
};

/** flint of ANT, 2 to 8 bits; `signed` puts a sign bit before the flint of the other bits. */
export const flint = (
  bits: number,
  { signed = false }: { readonly signed?: boolean } = {},
): FlintFormat => {
  const sign = signed ? 1 : 0;
  const { minimum, maximum } = flintBits;
  if (!Number.isInteger(bits) || bits < minimum + sign || bits > maximum + sign) {
    fail(
      `flint(${bits})`,
      `${signed ? 'signed ' : ''}flint has ${minimum + sign} to ${maximum + sign} bits`,
    );
  }
  return Object.freeze({ kind: 'flint', bits, signed });
};

/** Code k stands for the k-th of `values`: 2 to 256 integers of at most 16 bits with their sign. */
export const codebook = (values: readonly number[]): CodebookFormat => {
  const { fewest, most, largest } = codebookLimits;
  const place = `codebook(${values.length} values)`;
  if (values.length < fewest || values.length > most) {
    fail(place, `a codebook has ${fewest} to ${most} values`);
  }
  values.forEach((value, code) => {
    if (!Number.isInteger(value) || Math.abs(value) > largest) {
      fail(
        place,
        `value ${code} is ${value}, needs a whole number of at most ${largest}`,
        'put the step into the scale of the tensor',
      );
    }
  });
  return Object.freeze({
    kind: 'codebook',
    bits: codebookBits(values.length),
    values: Object.freeze([...values]),
  });
};

/** 4-bit outlier-victim pairs along the last axis: -7 to 7, or an outlier of up to 96 beside a 0. */
export const olive = (): OliveFormat => Object.freeze({ kind: 'olive', bits: 4 });

const mx = (name: string): MxFormat =>
  mxFormats.get(name) ??
  fail(name, 'is no element format of OCP MX 1.0', [...mxFormats.keys()].join(', '));

/** Elements of MXFP8: more range in 5 bits of exponent (to 57344), or more precision in 4 (to 448). */
export const mxfp8 = (element: 'e4m3' | 'e5m2'): MxFormat => mx(`mxfp8${element}`);

/** Elements of MXFP6: to 28 in 3 bits of exponent, to 7.5 in 2. */
export const mxfp6 = (element: 'e3m2' | 'e2m3'): MxFormat => mx(`mxfp6${element}`);

/** Elements of MXFP4: 0, .5, 1, 1.5, 2, 3, 4 and 6 with a sign. */
export const mxfp4 = (): MxFormat => mx('mxfp4e2m1');

/** Elements of MXINT8: two's complement with six bits behind the point. */
export const mxint8 = (): MxFormat => mx('mxint8');

/** The scale that 32 elements of an MX format share: 2^(code - 127), 255 is NaN. */
export const e8m0 = (): E8m0Format => Object.freeze({ kind: 'e8m0', bits: 8 });

/** IEEE 754 single precision; codes are its bits, as an unsigned word. */
export const float32 = (): Float32Format => Object.freeze({ kind: 'float32', bits: 32 });

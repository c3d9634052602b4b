import type { BinaryFormat } from './formats/binary.js';
import type { CodebookFormat } from './formats/codebook.js';
import type { FlintFormat } from './formats/flint.js';
import type { IntegerFormat, IntFormat, UintFormat } from './formats/integer.js';
import {
  type E8m0Format,
  type Float32Format,
  type FloatingFormat,
  type MxFormat,
  mxName,
} from './formats/microscaling.js';
import type { OliveFormat } from './formats/olive.js';
import type { PowerOfTwoFormat } from './formats/power-of-two.js';
import type { TernaryFormat } from './formats/ternary.js';

export type {
  BinaryFormat,
  CodebookFormat,
  E8m0Format,
  FlintFormat,
  Float32Format,
  FloatingFormat,
  IntegerFormat,
  IntFormat,
  MxFormat,
  OliveFormat,
  PowerOfTwoFormat,
  TernaryFormat,
  UintFormat,
};

/**
 * What a code of `bits` bits means. Codes are what is stored and streamed: two's complement for `int`, for
 * all others unsigned words. Their values, which are integers, are in `values.ts`; those of floating formats in
 * `formats/microscaling.ts`.
 */
export type NumberFormat =
  | IntegerFormat
  | BinaryFormat
  | TernaryFormat
  | PowerOfTwoFormat
  | FlintFormat
  | CodebookFormat
  | OliveFormat
  | FloatingFormat;

/** Codes of a format, ends included. Exact as numbers up to 53 bits; wider formats use `wideRangeOf`. */
export interface CodeRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Whether codes are their own values. */
export const isInteger = (format: NumberFormat): format is IntegerFormat =>
  format.kind === 'int' || format.kind === 'uint';

/** Whether values are no integers: elements and scales of Microscaling, single-precision numbers. */
export const isFloating = (format: NumberFormat): format is FloatingFormat =>
  format.kind === 'mx' || format.kind === 'e8m0' || format.kind === 'float32';

/** Whether codes are two's complement. */
export const isSigned = (format: NumberFormat): boolean => format.kind === 'int';

export const rangeOf = (format: NumberFormat): CodeRange => {
  if (format.kind === 'codebook') return { minimum: 0, maximum: format.values.length - 1 };
  return format.kind === 'int'
    ? { minimum: -(2 ** (format.bits - 1)), maximum: 2 ** (format.bits - 1) - 1 }
    : { minimum: 0, maximum: 2 ** format.bits - 1 };
};

export const wideRangeOf = (format: NumberFormat): { minimum: bigint; maximum: bigint } => {
  if (format.kind === 'codebook') {
    return { minimum: 0n, maximum: BigInt(format.values.length - 1) };
  }
  return format.kind === 'int'
    ? { minimum: -(1n << BigInt(format.bits - 1)), maximum: (1n << BigInt(format.bits - 1)) - 1n }
    : { minimum: 0n, maximum: (1n << BigInt(format.bits)) - 1n };
};

/** As users and messages write it: `int8`, `uint4`, `binary`, `flint4`, `sflint4` with a sign, `mxfp4e2m1`. */
export const formatName = (format: NumberFormat): string => {
  switch (format.kind) {
    case 'binary':
    case 'ternary':
    case 'olive':
    case 'e8m0':
    case 'float32':
      return format.kind;
    case 'mx':
      return mxName(format);
    case 'codebook':
      return `codebook${format.values.length}`;
    case 'flint':
      return `${format.signed ? 's' : ''}flint${format.bits}`;
    default:
      return `${format.kind}${format.bits}`;
  }
};

export const sameFormat = (a: NumberFormat, b: NumberFormat): boolean => {
  if (formatName(a) !== formatName(b)) return false;
  if (a.kind !== 'codebook' || b.kind !== 'codebook') return true;
  return a.values.every((value, code) => value === b.values[code]);
};

/** Bits of the narrowest two's complement integer that holds every value of [minimum, maximum]. */
export const signedBitsFor = (minimum: number, maximum: number): number => {
  let bits = 1;
  while (-(2 ** (bits - 1)) > minimum || 2 ** (bits - 1) - 1 < maximum) bits++;
  return bits;
};

/** Bits of the narrowest unsigned integer that holds `maximum`; at least 1. */
export const unsignedBitsFor = (maximum: number): number => {
  let bits = 1;
  while (2 ** bits - 1 < maximum) bits++;
  return bits;
};

/** Whether `value` is a whole number within the format's range. */
export const isCode = (format: NumberFormat, value: number): boolean => {
  const { minimum, maximum } = rangeOf(format);
  return Number.isInteger(value) && value >= minimum && value <= maximum;
};

/**
 * Whether `value` may be a zero point. Integers have a code for it; the values of all other formats lie
 * around a zero of their own.
 */
export const isZeroPoint = (format: NumberFormat, value: number): boolean =>
  isInteger(format) ? isCode(format, value) : value === 0;

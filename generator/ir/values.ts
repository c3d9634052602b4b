import { realOfFloat32 } from '../numeric/float32.js';
import type { Codes } from './codes.js';
import {
  type CodeRange,
  type FloatingFormat,
  formatName,
  type IntegerFormat,
  isFloating,
  isInteger,
  type NumberFormat,
  type OliveFormat,
  rangeOf,
} from './format.js';
import { binaryValues } from './formats/binary.js';
import { flintValues } from './formats/flint.js';
import { elementUnits, nanScale, scaleBias, unitExponent } from './formats/microscaling.js';
import { encodeOlivePair, oliveOutliers, olivePair } from './formats/olive.js';
import { powerOfTwoValues } from './formats/power-of-two.js';
import { ternaryValues } from './formats/ternary.js';

/**
 * What codes are worth: real = scale * (value - zero point). The value of an integer is its code; all other
 * formats have their zero point at 0.
 */

/** Formats each of whose codes has a value of its own, in a table. */
export type TableFormat = Exclude<NumberFormat, IntegerFormat | OliveFormat | FloatingFormat>;

/** Floating formats have no integers for values, and units that reckon with those do not take them. */
const integersOf = <Format extends NumberFormat>(
  format: Format,
): Exclude<Format, FloatingFormat> => {
  if (isFloating(format)) throw new Error(`${formatName(format)} has values that are no integers`);
  return format as Exclude<Format, FloatingFormat>;
};

/** Whether two neighbours on the last axis have their values together. */
export const isPaired = (format: NumberFormat): format is OliveFormat => format.kind === 'olive';

/** Why a shape does not fit a paired format. */
export const pairsReason = (shape: readonly number[], format: OliveFormat): string =>
  `gives shape [${shape.join(', ')}], ${formatName(format)} needs an even last axis: codes come in pairs`;

const tabulate = (format: TableFormat): readonly number[] => {
  switch (format.kind) {
    case 'binary':
      return binaryValues;
    case 'ternary':
      return ternaryValues;
    case 'powerOfTwo':
      return powerOfTwoValues(format);
    case 'flint':
      return flintValues(format);
    case 'codebook':
      return format.values;
  }
};

const tables = new WeakMap<TableFormat, readonly number[]>();

/** Value of each code, from 0 on. */
export const valueTable = (given: TableFormat | FloatingFormat): readonly number[] => {
  const format = integersOf(given);
  const known = tables.get(format);
  if (known) return known;
  const table = tabulate(format);
  tables.set(format, table);
  return table;
};

/** Least and greatest value. */
export const valueRangeOf = (given: NumberFormat): CodeRange => {
  const format = integersOf(given);
  if (isInteger(format)) return rangeOf(format);
  if (isPaired(format)) {
    const maximum = Math.max(...oliveOutliers);
    return { minimum: -maximum, maximum };
  }
  const table = valueTable(format);
  return { minimum: Math.min(...table), maximum: Math.max(...table) };
};

/** Value of one code, of a format that is not paired. */
export const valueOfCode = (format: Exclude<NumberFormat, OliveFormat>, code: number): number =>
  isInteger(format) ? code : (valueTable(format)[code] as number);

/** Values of the codes of a tensor, in their order; pairs are neighbours. */
export const valuesOf = (given: NumberFormat, codes: Int32Array): Int32Array => {
  const format = integersOf(given);
  if (isInteger(format)) return codes;
  if (!isPaired(format)) {
    const table = valueTable(format);
    return codes.map((code) => table[code] as number);
  }
  const values = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i += 2) {
    values.set(olivePair(codes[i] as number, codes[i + 1] as number), i);
  }
  return values;
};

const inverses = new WeakMap<TableFormat, ReadonlyMap<number, number>>();

/** The least code of each value. */
const codesByValue = (format: TableFormat): ReadonlyMap<number, number> => {
  const known = inverses.get(format);
  if (known) return known;
  const inverse = new Map<number, number>();
  valueTable(format).forEach((value, code) => {
    if (!inverse.has(value)) inverse.set(value, code);
  });
  inverses.set(format, inverse);
  return inverse;
};

/** What a code of a floating format says; infinities of elements, too, are no number. */
const floatingValue = (format: FloatingFormat): ((code: number) => number) => {
  if (format.kind === 'float32') return realOfFloat32;
  if (format.kind === 'e8m0') {
    return (code) => (code === nanScale ? Number.NaN : 2 ** (code - scaleBias));
  }
  const table = elementUnits(format);
  const unit = 2 ** unitExponent(format);
  return (code) => (table[code] ?? Number.NaN) * unit;
};

/** Real values of a stream's codes: scale * (value - zero point), of floating formats scale * number. */
export const realValues = ({ format, scale, zeroPoint }: Quantized, codes: Codes): Float64Array => {
  if (isFloating(format)) {
    const value = floatingValue(format);
    return Float64Array.from(
      codes as ArrayLike<number | bigint>,
      (code) => scale * value(Number(code)),
    );
  }
  const values: ArrayLike<number | bigint> =
    codes instanceof Int32Array ? valuesOf(format, codes) : codes;
  return Float64Array.from(values, (value) => scale * (Number(value) - zeroPoint));
};

interface Quantized {
  readonly format: NumberFormat;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The code of a value; undefined where it has none. Of several codes the least. */
export const codeOf = (
  format: Exclude<NumberFormat, OliveFormat>,
  value: number,
): number | undefined => {
  if (!isInteger(format)) return codesByValue(integersOf(format)).get(value);
  const { minimum, maximum } = rangeOf(format);
  return Number.isInteger(value) && value >= minimum && value <= maximum ? value : undefined;
};

/** The code whose value is 0; undefined for formats without a zero. */
export const zeroCodeOf = (format: NumberFormat): number | undefined => {
  if (isFloating(format)) return format.kind === 'e8m0' ? undefined : 0;
  return isPaired(format) ? 0 : codeOf(format, 0);
};

/** The code of real zero of a stream; undefined where its format has none. */
export const realZeroOf = ({
  format,
  zeroPoint,
}: {
  readonly format: NumberFormat;
  readonly zeroPoint: number;
}): number | undefined => (isInteger(format) ? zeroPoint : zeroCodeOf(format));

/** An element that has no code, and why: what `tensor.fromValues` says of it. */
export interface Unencodable {
  readonly index: number;
  readonly reason: string;
}

/** Codes of values, exactly; else the first element that has none. */
export const encodeValues = (
  format: NumberFormat,
  values: ArrayLike<number>,
): Int32Array | Unencodable => {
  const codes = new Int32Array(values.length);
  if (isFloating(format)) {
    const reason = `has a value of ${formatName(format)}, which is no integer`;
    return { index: 0, reason };
  }
  const none = (index: number, why = ''): Unencodable => ({
    index,
    reason: `is ${values[index]}, no value of ${formatName(format)}${why}`,
  });
  if (!isPaired(format)) {
    for (let i = 0; i < values.length; i++) {
      const code = codeOf(format, values[i] as number);
      if (code === undefined) return none(i);
      codes[i] = code;
    }
    return codes;
  }
  for (let i = 0; i < values.length; i += 2) {
    const pair = encodeOlivePair(values[i] as number, values[i + 1] ?? 0);
    if (typeof pair === 'string') {
      const index = pair === 'first' ? i : i + 1;
      return none(index, ` beside ${values[i + i + 1 - index]}`);
    }
    codes.set(pair.slice(0, values.length - i), i);
  }
  return codes;
};

import type { NumberFormat } from '../../generator/ir/format.js';

/**
 * Values of codes, written from the definitions alone: bits as text where the definitions speak of bits. For
 * tests, beside the generator's own.
 */

const bitsOf = (code: number, bits: number): string => code.toString(2).padStart(bits, '0');

const flintMagnitude = (text: string): number => {
  const [first, ...rest] = text;
  const low = Number.parseInt(rest.join(''), 2);
  if (first === '0') return low;
  if (low === 0) return 4 ** rest.length;
  const zeros = rest.indexOf('1');
  return low * 2 * 4 ** zeros;
};

/** OliVe, table of the 4-bit outliers: E2M1 with a bias, code 000 unused. */
const outliers: Readonly<Record<string, number>> = {
  ...{ '000': 0, '001': 12, '010': 16, '011': 24 },
  ...{ '100': 32, '101': 48, '110': 64, '111': 96 },
};

const oliveOutlier = (text: string): number => {
  const magnitude = outliers[text.slice(1)] as number;
  return text.startsWith('1') ? 0 - magnitude : magnitude;
};

const oliveInt = (text: string): number => {
  const code = Number.parseInt(text, 2);
  return code > 7 ? code - 16 : code;
};

const single = (format: NumberFormat, code: number): number => {
  const text = bitsOf(code, format.bits);
  switch (format.kind) {
    case 'int':
    case 'uint':
      return code;
    case 'binary':
      return code === 1 ? 1 : -1;
    case 'ternary': {
      const [sign, nonZero] = text;
      return nonZero === '0' ? 0 : sign === '1' ? -1 : 1;
    }
    case 'powerOfTwo': {
      const exponent = Number.parseInt(text.slice(1), 2) - 1;
      const magnitude = exponent < 0 ? 0 : 2 ** exponent;
      return text.startsWith('1') ? 0 - magnitude : magnitude;
    }
    case 'flint':
      if (!format.signed) return flintMagnitude(text);
      return text.startsWith('1')
        ? 0 - flintMagnitude(text.slice(1))
        : flintMagnitude(text.slice(1));
    case 'codebook':
      return format.values[code] ?? 0;
    case 'olive':
      throw new Error('pairs have no single values');
    case 'mx':
    case 'e8m0':
    case 'float32':
      throw new Error('floating values are no integers');
  }
};

/** Values of a row of codes. */
export const definedValues = (
  format: NumberFormat,
  codes: readonly number[],
): readonly number[] => {
  if (format.kind !== 'olive') return codes.map((code) => single(format, code));
  return codes.map((code, i) => {
    const own = bitsOf(code, 4);
    const other = bitsOf(codes[i % 2 === 0 ? i + 1 : i - 1] ?? 0, 4);
    const isFirst = i % 2 === 0;
    // Of two marks the first is the victim, and an outlier of 1000 is nothing.
    if (own === '1000' && (isFirst || other !== '1000')) return 0;
    if (other === '1000') return oliveOutlier(own);
    return oliveInt(own);
  });
};

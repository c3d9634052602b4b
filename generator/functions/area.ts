import { offsetBitsOf, segmentsOf } from './address.js';
import type { Piecewise } from './datapath.js';
import { argumentBits } from './fold.js';
import { type Column, widthsOf } from './widths.js';

/** How products are made: adders in look-up tables, or what the synthesizer has for a product. */
export type MultiplierKind = 'lut' | 'dsp';

/** What a lane takes, by the model of README.md: in 6-input look-up tables. */
export interface AreaEstimate {
  readonly luts: number;
  readonly dsps: number;
}

/** Entries that one look-up table holds of one bit. */
const lutEntries = 64;

/** Memories from here on become block RAM, counted as look-up tables that would do as well. */
const bitAt = (value: number, bit: number): number => Math.floor(value / 2 ** bit) & 1;

/** One bit of a table: its blocks of 64 entries that are neither constant nor seen before. */
const bitLuts = (values: readonly number[], bit: number): number => {
  const blocks = new Set<string>();
  for (let start = 0; start < values.length; start += lutEntries) {
    let text = '';
    for (let i = start; i < Math.min(values.length, start + lutEntries); i++) {
      text += bitAt(values[i] as number, bit);
    }
    if (/^(0+|1+)$/.test(text)) continue;
    blocks.add(text);
  }
  return blocks.size;
};

export const tableLuts = ({ bits, values }: Pick<Column, 'bits' | 'values'>): number => {
  let luts = 0;
  for (let bit = 0; bit < bits; bit++) luts += bitLuts(values, bit);
  return luts;
};

/**
 * Two bits of the narrower factor a row: a selection of 0, 1, 2 or 3 times the other, and an adder for
 * every row but one. templates/lib/sinter_soft_multiplier.v.
 */
export const productLuts = (a: number, b: number): number => {
  const [wide, narrow] = a > b ? [a, b] : [b, a];
  if (narrow <= 1) return narrow === 1 ? wide : 0;
  const rows = Math.ceil(narrow / 2);
  return Math.ceil(wide + rows * wide + (rows - 1) * (wide + 2));
};

const addressLuts = (f: Piecewise): number => {
  const { address } = f;
  switch (address.kind) {
    case 'uniform':
      return 0;
    case 'octave': {
      const levels = Math.ceil(Math.log2(address.argumentBits));
      return Math.ceil((address.argumentBits * levels) / 1.5) + address.argumentBits;
    }
    case 'comparators':
      return (address.starts.length - 1) * Math.ceil(address.argumentBits / 5);
  }
};

const foldLuts = ({ input, fold, degree, shift, output }: Piecewise): number => {
  if (!fold) return 0;
  const bits = argumentBits(input, fold);
  if (fold.kind === 'positive') return Math.ceil(bits / 2);
  return (
    bits +
    (fold.sign < 0 || fold.slopeExponent !== undefined ? output.bits : 0) +
    (degree > 0 && fold.sign < 0 ? shift : 0)
  );
};

/** Cost of one lane. */
export const piecewiseArea = (f: Piecewise, multiplier: MultiplierKind): AreaEstimate => {
  const { sumBits, columns, products } = widthsOf(f);
  const offsetBits = offsetBitsOf(f.address);
  let luts = addressLuts(f) + foldLuts(f);
  let dsps = 0;
  for (const column of columns) luts += tableLuts(column);
  products.forEach(({ factorBits }, i) => {
    if (multiplier === 'dsp') dsps += Math.ceil(factorBits / 25) * Math.ceil((offsetBits + 1) / 18);
    else luts += productLuts(factorBits, offsetBits);
    luts += i === products.length - 1 ? sumBits : factorBits;
  });
  return { luts, dsps };
};

/** Segments and coefficients as a person reads them. */
export const describePiecewise = (f: Piecewise): string => {
  const { columns } = widthsOf(f);
  const segments = segmentsOf(f.address);
  const where = { uniform: 'uniform', octave: 'by octaves', comparators: 'by comparators' };
  const bits = columns.map((column) => column.bits).reverse();
  if (f.degree === 0) return `table of ${segments} words of ${bits.join(', ')} bits`;
  return `degree ${f.degree}, ${segments} segment(s) ${where[f.address.kind]}, coefficients of ${bits.join(', ')} bits`;
};

import { signedBitsFor, unsignedBitsFor } from '../ir/format.js';
import { placeOf, segmentsOf } from './address.js';
import type { Piecewise } from './datapath.js';
import { argumentBits } from './fold.js';

/** A column of the coefficient table. */
export interface Column {
  readonly bits: number;
  /** Whether it holds two's complement numbers. */
  readonly signed: boolean;
  readonly values: readonly number[];
}

/** One multiplication of Horner's rule: m * t, m signed. */
export interface ProductWidths {
  readonly factorBits: number;
}

export interface Widths {
  /** Of the accumulator: what is above it cannot matter. */
  readonly sumBits: number;
  readonly columns: readonly Column[];
  /** First product first: of the highest coefficient. */
  readonly products: readonly ProductWidths[];
  readonly segmentBits: number;
}

const columnOf = (values: readonly number[], mostBits: number): Column => {
  const minimum = values.reduce((a, b) => Math.min(a, b), 0);
  const maximum = values.reduce((a, b) => Math.max(a, b), 0);
  const signed = minimum < 0;
  const bits = signed ? signedBitsFor(minimum, maximum) : unsignedBitsFor(maximum);
  return bits >= mostBits ? { bits: mostBits, signed: false, values } : { bits, signed, values };
};

/** Ranges of every factor of Horner's rule, over every argument that there is. */
const factorRanges = (f: Piecewise): readonly (readonly [number, number])[] => {
  const ranges = Array.from({ length: f.degree }, (): [number, number] => [0, 0]);
  const size = 2 ** argumentBits(f.input, f.fold);
  for (let u = 0; u < size; u++) {
    const { segment, offset } = placeOf(f.address, u);
    let m = 0;
    for (let k = f.degree; k >= 1; k--) {
      const c = f.coefficients[k]?.[segment] as number;
      m = k === f.degree ? c : c + Math.floor((m * offset) / 2 ** f.offsetBits);
      const range = ranges[f.degree - k] as [number, number];
      range[0] = Math.min(range[0], m);
      range[1] = Math.max(range[1], m);
    }
  }
  return ranges;
};

/** Bits of everything in the hardware, each exact over every input. */
export const widthsOf = (f: Piecewise): Widths => {
  const sumBits = f.shift + f.output.bits;
  return {
    sumBits,
    columns: f.coefficients.map((values, k) =>
      f.degree === 0
        ? { bits: sumBits, signed: false, values }
        : columnOf(values, k ? 53 : sumBits),
    ),
    products: factorRanges(f).map(([low, high]) => ({ factorBits: signedBitsFor(low, high) })),
    segmentBits: unsignedBitsFor(segmentsOf(f.address) - 1),
  };
};

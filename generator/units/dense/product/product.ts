import type { NumberFormat } from '../../../ir/format.js';
import type { Decoder } from '../../decoder.js';
import type { LibraryCell } from './cell.js';

/**
 * How activations and weights of two formats are multiplied: what is stored of a weight, what becomes of an
 * activation once a lane, and the cell that every pair of them has. A cell gives `terms` for its `lanes`;
 *   sum of weight * value = (sum of all terms << doubled) + offsetOf(weights)
 */
export interface Product {
  /** For headers: `int8 x ternary: nothing, itself or its inverse`. */
  readonly text: string;
  /** Neighbouring inputs that one cell takes. */
  readonly lanes: number;
  /** Bits of a stored weight. */
  readonly weightBits: number;
  /** Stored words of the weights of a cell, unsigned. Undefined stands where the matrix has ended. */
  words(values: readonly (number | undefined)[]): readonly number[];
  /** An activation as the cells take it: as it comes, or through a decoder of `lanes` of them. */
  readonly activationBits: number;
  readonly activationDecoder: Decoder | undefined;
  readonly weightDecoder: Decoder | undefined;
  readonly cell: LibraryCell;
  /** Terms of a cell, and their bits; without a sign they are counts. */
  readonly terms: number;
  readonly termBits: number;
  readonly signed: boolean;
  /** Whether terms are halves of what they stand for. */
  readonly doubled: boolean;
  /**
   * What a row's terms leave out, `missing` of its places being beyond the end of the matrix, whose
   * activations come as code 0.
   */
  offsetOf(row: ArrayLike<number>, missing: number): number;
}

/** What a multiplier is made of: what the synthesis thinks best, look-up tables, or the target's own. */
export type MultiplierStyle = 'auto' | 'lut' | 'dsp';

export interface ProductOptions {
  readonly weightFormat: NumberFormat;
  readonly inputFormat: NumberFormat;
  /** Values of all weights, whose range may be narrower than the format's. */
  readonly weights: Int32Array;
  readonly multiplier?: MultiplierStyle | undefined;
}

import type { NumberFormat } from '../../ir/format.js';
import type { NmSparsity } from '../../ir/sparsity.js';
import type { AccumulatorRange } from '../../numeric/reach.js';
import type { VectorSource } from './data-cycles.js';
import type { MultiplierStyle } from './product/product.js';

/** A constant matrix, and what its products are made of. */
export interface Matrix {
  readonly outputs: number;
  readonly inputs: number;
  /** Values less the zero point, outputs x inputs, row-major. */
  readonly weights: Int32Array;
  /** Format of the weights, which are its values; integers may have a zero point taken off. */
  readonly weightFormat: NumberFormat;
  readonly inputFormat: NumberFormat;
  readonly accBits: number;
  /** Sums of each output, before the bias. */
  readonly ranges: readonly AccumulatorRange[];
  /** Structure of the weights; undefined for none. */
  readonly sparsity?: NmSparsity | undefined;
  /** Where vectors come from as they are; undefined where a window makes them. */
  readonly source?: VectorSource | undefined;
  /** What multiplies; left out: auto. */
  readonly multiplier?: MultiplierStyle | undefined;
}

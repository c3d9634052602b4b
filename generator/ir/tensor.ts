import type { Codes } from './codes.js';
import type { NumberFormat } from './format.js';

/** Number of elements of a shape; 1 for the empty shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * A constant: weights, a bias. real = scale * (code - zeroPoint).
 * `scale` is one number (per tensor) or one per index of `axis` (per channel).
 */
export interface ConstantTensor {
  readonly kind: 'constant';
  readonly shape: readonly number[];
  readonly format: NumberFormat;
  readonly scale: number | readonly number[];
  readonly zeroPoint: number;
  readonly data: Codes;
  /** Where it came from, for messages: a file, a tensor's name. */
  readonly origin: string;
}

import type { ParameterValue } from '../../../ir/module.js';

/** A library module with an activation at `a`, a weight at `b` and what it makes of them at `product`. */
export interface LibraryCell {
  readonly module: `sinter_${string}`;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** How many stand side by side for the lanes of a product. */
  readonly count: number;
}

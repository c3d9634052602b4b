import type { ConstantTensor } from '../../../ir/tensor.js';

/** What several operators compute together, that there is one unit for. */
export type Recognised =
  | {
      readonly kind: 'layer_norm';
      readonly epsilon: number;
      /** One an element of a row; left out: 1 and 0. */
      readonly gamma?: ConstantTensor | undefined;
      readonly beta?: ConstantTensor | undefined;
    }
  | { readonly kind: 'gelu' };

/** A function of one tensor, and the operators that it takes the place of. */
export interface Match {
  readonly recognised: Recognised;
  /** Indices of tensors. */
  readonly input: number;
  readonly output: number;
  /** Positions in the model's list of operators, in order. */
  readonly operators: readonly number[];
}

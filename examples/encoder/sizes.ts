/** The sizes of an encoder layer. */
export interface Sizes {
  readonly tokens: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
}

/** The example's own. */
export const small: Sizes = { tokens: 64, width: 64, heads: 4, feedForward: 256 };

/** A DeiT-tiny layer's width, at twice the tokens. */
export const large: Sizes = { tokens: 128, width: 192, heads: 3, feedForward: 768 };

/** Multiply-accumulates of a layer, products with weights and of activations with each other. */
export const macsOf = ({ tokens, width, feedForward }: Sizes): number =>
  4 * tokens * width * width + 2 * tokens * tokens * width + 2 * tokens * width * feedForward;

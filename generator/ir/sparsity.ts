/** Structured sparsity: at most `n` weights other than zero in each group of `m` along the inputs. */
export interface NmSparsity {
  readonly kind: 'nm';
  readonly n: number;
  readonly m: number;
}

/** As users and messages write it: `2:4`. */
export const sparsityName = ({ n, m }: NmSparsity): string => `${n}:${m}`;

/** Groups of a row that are longer than this make multiplexers that no clock likes. */
export const largestGroup = 32;

import { SinterError } from '../error.js';
import { formatName, type NumberFormat } from '../ir/format.js';
import { largestGroup, type NmSparsity, sparsityName as nmName } from '../ir/sparsity.js';

/** Which weights may be other than zero. */
export type Sparsity =
  | { readonly kind: 'dense' }
  | NmSparsity
  /** This share of a layer's weights is zero, wherever they are. */
  | { readonly kind: 'unstructured'; readonly zeros: number };

/** What the weights of a layer are to become. */
export interface Encoding {
  readonly format: NumberFormat;
  readonly sparsity: Sparsity;
}

export const sparsityName = (sparsity: Sparsity): string => {
  if (sparsity.kind === 'dense') return 'dense';
  return sparsity.kind === 'nm' ? nmName(sparsity) : `${Math.round(sparsity.zeros * 1000) / 10}%`;
};

export const encodingName = ({ format, sparsity }: Encoding): string =>
  sparsity.kind === 'dense'
    ? formatName(format)
    : `${formatName(format)}/${sparsityName(sparsity)}`;

const fail = (place: string, text: string, needs: string, hint: string): never => {
  throw new SinterError({
    code: 'E_ARGUMENT',
    place,
    reason: `gives ${text}, needs ${needs}`,
    hint,
  });
};

/** `4`, `int4`. Throws E_ARGUMENT at `place`. */
export const parseWeightFormat = (text: string, place: string): NumberFormat => {
  const [, bits] = /^(?:int)?(\d{1,2})$/.exec(text) ?? [];
  if (bits !== undefined && Number(bits) >= 2 && Number(bits) <= 16) {
    return { kind: 'int', bits: Number(bits) };
  }
  return fail(place, text, 'a number format of 2 to 16 bits', 'write 4 or int4');
};

/** `dense`, `2:4`, `80%`. Throws E_ARGUMENT at `place`. */
export const parseSparsity = (text: string, place: string): Sparsity => {
  if (text === 'dense' || text === 'none') return { kind: 'dense' };
  const [, n, m] = /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? [];
  if (n !== undefined && Number(n) >= 1 && Number(n) < Number(m) && Number(m) <= largestGroup) {
    return { kind: 'nm', n: Number(n), m: Number(m) };
  }
  const [, percent] = /^(\d{1,2}(?:\.\d+)?)%$/.exec(text) ?? [];
  if (percent !== undefined) return { kind: 'unstructured', zeros: Number(percent) / 100 };
  const needs = `n:m with n < m <= ${largestGroup}, a percentage below 100 %, or dense`;
  return fail(place, text, needs, 'write 2:4 or 80%');
};

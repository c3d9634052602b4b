import { binary, flint, olive, powerOfTwo, ternary } from '../dsl/formats.js';
import { SinterError } from '../error.js';
import { formatName, type MxFormat, type NumberFormat } from '../ir/format.js';
import { codebookBits, codebookLimits } from '../ir/formats/codebook.js';
import { mxFormats } from '../ir/formats/microscaling.js';
import { largestGroup, type NmSparsity, sparsityName as nmName } from '../ir/sparsity.js';
import { zeroCodeOf } from '../ir/values.js';

/** Which weights may be other than zero. */
export type Sparsity =
  | { readonly kind: 'dense' }
  | NmSparsity
  /** This share of a layer's weights is zero, wherever they are. */
  | { readonly kind: 'unstructured'; readonly zeros: number };

/** A codebook whose values are fitted to a layer's weights. */
export interface FittedCodebook {
  readonly kind: 'fittedCodebook';
  readonly entries: number;
  readonly bits: number;
}

export type WeightFormat = NumberFormat | FittedCodebook;

/** What the weights of a layer are to become. */
export interface Encoding {
  readonly format: WeightFormat;
  readonly sparsity: Sparsity;
  /** What its activations become, beside weights of Microscaling. */
  readonly activations?: MxFormat;
  /** Why the layer stays in the encoding that it has. */
  readonly kept?: string;
}

export const sparsityName = (sparsity: Sparsity): string => {
  if (sparsity.kind === 'dense') return 'dense';
  return sparsity.kind === 'nm' ? nmName(sparsity) : `${Math.round(sparsity.zeros * 1000) / 10}%`;
};

const weightFormatName = (format: WeightFormat): string =>
  format.kind === 'fittedCodebook' ? `codebook${format.entries}` : formatName(format);

/** `int4`, `int4/2:4`, `mxfp4e2m1 x mxint8`: weights, and activations where they have a format of their own. */
export const encodingName = ({ format, sparsity, activations }: Encoding): string => {
  const weights = weightFormatName(format);
  if (activations) return `${weights} x ${formatName(activations)}`;
  return sparsity.kind === 'dense' ? weights : `${weights}/${sparsityName(sparsity)}`;
};

/** Whether a weight can be zero. */
export const hasZero = (format: WeightFormat): boolean =>
  format.kind === 'fittedCodebook' || zeroCodeOf(format) !== undefined;

/** Fewest and most values of a fitted codebook. */
const fittedEntries = { fewest: 4, most: codebookLimits.most } as const;

const fail = (place: string, text: string, needs: string, hint: string): never => {
  throw new SinterError({
    code: 'E_ARGUMENT',
    place,
    reason: `gives ${text}, needs ${needs}`,
    hint,
  });
};

/** Formats by name whose values a layer's weights are fitted to; integers beside them. */
const namedFormats: ReadonlyMap<string, NumberFormat> = new Map(
  [
    binary(),
    ternary(),
    ...[2, 3, 4, 5].map(powerOfTwo),
    ...[3, 4, 5, 6, 7, 8, 9].map((bits) => flint(bits, { signed: true })),
    olive(),
  ].map((format) => [formatName(format), format]),
);

/** Of the element formats the one that needs no more than its bits to be told from the others. */
const shortNames: ReadonlyMap<string, string> = new Map([['mxfp4', 'mxfp4e2m1']]);

const elementNames = [...mxFormats.keys()].join(', ');

const elementFormat = (text: string): MxFormat | undefined =>
  mxFormats.get(shortNames.get(text) ?? text);

/** `mxint8`, `mxfp8e4m3`, `mxfp4`. Throws E_ARGUMENT at `place`. */
export const parseElementFormat = (text: string, place: string): MxFormat =>
  elementFormat(text) ?? fail(place, text, `one of ${elementNames}`, 'write mxint8');

/** `4`, `int4`, `ternary`, `powerOfTwo4`, `sflint4`, `olive`, `codebook16`, `mxfp4`. Throws E_ARGUMENT at `place`. */
export const parseWeightFormat = (text: string, place: string): WeightFormat => {
  const [, bits] = /^(?:int)?(\d{1,2})$/.exec(text) ?? [];
  if (bits !== undefined && Number(bits) >= 2 && Number(bits) <= 16) {
    return { kind: 'int', bits: Number(bits) };
  }
  const entries = Number(/^codebook(\d{1,3})$/.exec(text)?.[1]);
  const { fewest, most } = fittedEntries;
  if (entries >= fewest && entries <= most) {
    return { kind: 'fittedCodebook', entries, bits: codebookBits(entries) };
  }
  const names = [...namedFormats.keys(), `codebook${fewest} to codebook${most}`, elementNames].join(
    ', ',
  );
  return (
    namedFormats.get(text) ??
    elementFormat(text) ??
    fail(place, text, `int2 to int16 or one of ${names}`, 'write 4, int4 or ternary')
  );
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

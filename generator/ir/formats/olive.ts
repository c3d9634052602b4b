/**
 * Outlier-victim pairs of OliVe (Guo et al., ISCA 2023), 4 bits: two neighbours on the last axis share
 * their meaning. -7 to 7 in two's complement; 1000 is a victim, whose value is 0 and whose neighbour is an
 * outlier: a sign and one of eight magnitudes, E2M1 with a bias of 2.
 */
export interface OliveFormat {
  readonly kind: 'olive';
  readonly bits: 4;
}

export const oliveOutliers: readonly number[] = [0, 12, 16, 24, 32, 48, 64, 96];

const victim = 8;

const outlier = (code: number): number => {
  const value = oliveOutliers[code & 7] as number;
  return code >= 8 && value !== 0 ? -value : value;
};

const plain = (code: number): number => (code >= 8 ? code - 16 : code);

/** Values of the codes of a pair. Two victims are two zeros. */
export const olivePair = (first: number, second: number): readonly [number, number] => {
  if (first === victim) return [0, outlier(second)];
  if (second === victim) return [outlier(first), 0];
  return [plain(first), plain(second)];
};

const outlierCode = (value: number): number | undefined => {
  const index = oliveOutliers.indexOf(Math.abs(value), 1);
  return index < 0 ? undefined : value < 0 ? index + 8 : index;
};

const isPlain = (value: number): boolean => Number.isInteger(value) && value >= -7 && value <= 7;

/** Codes of a pair of values; else which of them has none beside the other. */
export const encodeOlivePair = (
  first: number,
  second: number,
): readonly [number, number] | 'first' | 'second' => {
  if (isPlain(first) && isPlain(second)) return [first & 15, second & 15];
  const own = isPlain(first) ? undefined : outlierCode(first);
  if (own !== undefined) return second === 0 ? [own, victim] : 'second';
  if (!isPlain(first)) return 'first';
  const other = outlierCode(second);
  return other !== undefined && first === 0 ? [victim, other] : 'second';
};

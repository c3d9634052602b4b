import { rangeOf, unsignedBitsFor } from '../ir/format.js';
import type { Symmetry } from './decimal.js';
import type { Quantization } from './samples.js';

/**
 * How one half of the inputs is computed from the other: u = |code - zero|, or max(code - zero, 0), and
 * for codes below zero, where `a` is the accumulator of u at `shift` fraction bits,
 *   a' = constant + sign * a - u * 2^slopeShift
 */
export interface Fold {
  readonly kind: 'magnitude' | 'positive';
  readonly symmetry: Symmetry;
  readonly sign: 1 | -1;
  /** In output steps; a half of one is added where the accumulator has fraction bits. */
  readonly offset: number;
  /** log2 of output steps per input code; undefined without the last term. */
  readonly slopeExponent: number | undefined;
}

/** n for value = 2^n, else undefined. */
const exponentOf = (value: number): number | undefined => {
  for (let exponent = -20; exponent <= 20; exponent++) {
    if (value === 2 ** exponent) return exponent;
  }
  return undefined;
};

/** The fold that a symmetry allows; undefined where these quantizations have none without a product. */
export const foldOf = (
  symmetry: Symmetry | undefined,
  input: Quantization,
  output: Quantization,
): Fold | undefined => {
  const { minimum, maximum } = rangeOf(input.format);
  if (symmetry === undefined || input.zeroPoint <= minimum || input.zeroPoint > maximum) {
    return undefined;
  }
  const plain = { sign: 1, offset: 0, slopeExponent: undefined } as const;
  switch (symmetry) {
    case 'positive':
      return { kind: 'positive', symmetry, ...plain };
    case 'even':
      return { kind: 'magnitude', symmetry, ...plain };
    case 'odd':
      return { kind: 'magnitude', symmetry, ...plain, sign: -1, offset: 2 * output.zeroPoint };
    case 'complement': {
      const offset = 2 * output.zeroPoint + 1 / output.scale;
      return { kind: 'magnitude', symmetry, ...plain, sign: -1, offset };
    }
    case 'identity': {
      const slopeExponent = exponentOf(input.scale / output.scale);
      if (slopeExponent === undefined) return undefined;
      return { kind: 'magnitude', symmetry, ...plain, slopeExponent };
    }
  }
};

/** The argument that segments are looked up by, of each code. */
export const argumentOf = ({ format, zeroPoint }: Quantization, fold: Fold | undefined) => {
  const { minimum } = rangeOf(format);
  if (!fold) return (code: number): number => code - minimum;
  return (code: number): number => {
    const x = code - zeroPoint;
    return x >= 0 ? x : fold.kind === 'positive' ? 0 : -x;
  };
};

export const argumentBits = (input: Quantization, fold: Fold | undefined): number => {
  const { minimum, maximum } = rangeOf(input.format);
  if (!fold) return input.format.bits;
  const below = fold.kind === 'positive' ? 0 : input.zeroPoint - minimum;
  return unsignedBitsFor(Math.max(maximum - input.zeroPoint, below));
};

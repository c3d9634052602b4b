import { signedDecimal } from '../emit/literal.js';
import { isSigned, type NumberFormat, rangeOf, signedBitsFor } from '../ir/format.js';
import type { Stage } from '../ir/module.js';
import { pipeline } from './timing.js';

/** Codes as a factor of a product: real = scale * (code - zeroPoint). */
export interface Factor {
  readonly format: NumberFormat;
  readonly zeroPoint: number;
}

/** Bits of every code less its zero point. */
export const centredBits = ({ format, zeroPoint }: Factor): number => {
  const { minimum, maximum } = rangeOf(format);
  return signedBitsFor(minimum - zeroPoint, maximum - zeroPoint);
};

export interface ProductOptions {
  readonly instance: string;
  /** As they lie in a beat: all lanes of the first, above them all lanes of the second. */
  readonly factors: readonly [Factor, Factor];
  readonly lanes: number;
  readonly beats: number;
}

/** Products of centred codes, lane by lane; templates/lib/sinter_product.v. */
export const product = ({ instance, factors, lanes, beats }: ProductOptions): Stage => {
  const [a, b] = factors;
  const zero = ({ format, zeroPoint }: Factor): string => signedDecimal(format.bits + 1, zeroPoint);
  return {
    kind: 'stage',
    instance,
    module: { kind: 'library', name: 'sinter_product' },
    parameters: {
      LANES: lanes,
      A_BITS: a.format.bits,
      A_SIGNED: isSigned(a.format) ? 1 : 0,
      A_ZERO: zero(a),
      B_BITS: b.format.bits,
      B_SIGNED: isSigned(b.format) ? 1 : 0,
      B_ZERO: zero(b),
      A_OPERAND_BITS: centredBits(a),
      B_OPERAND_BITS: centredBits(b),
    },
    inputBits: lanes * (a.format.bits + b.format.bits),
    outputBits: lanes * (centredBits(a) + centredBits(b)),
    timing: pipeline(beats, 2),
  };
};

import { formatName, signedBitsFor } from '../../../ir/format.js';
import { olivePair } from '../../../ir/formats/olive.js';
import { valueRangeOf } from '../../../ir/values.js';
import type { Decoder } from '../../decoder.js';
import { encoderOf } from './multiply.js';
import { plainOperand } from './operand.js';
import type { Product, ProductOptions } from './product.js';

/** Bits of a mantissa: -7 to 7. */
const mantissaBits = 4;

/** An outlier's magnitude is a mantissa of 3 bits with at most two zero digits (of two bits) below. */
const split = (value: number): { readonly mantissa: number; readonly shift: number } => {
  let mantissa = value;
  let shift = 0;
  while (Math.abs(mantissa) > 7) {
    mantissa /= 4;
    shift++;
  }
  return { mantissa, shift };
};

/** Pairs to both mantissas, and above them how often the pair's sum is shifted by two. */
const pairDecoder = (): Decoder => ({
  lanes: 2,
  codeBits: 4,
  valueBits: mantissaBits + 1,
  words: Array.from({ length: 256 }, (_, word) => {
    const parts = olivePair(word & 15, word >> 4).map(split);
    const mantissas = parts.map(({ mantissa }) => BigInt.asUintN(mantissaBits, BigInt(mantissa)));
    // Of a pair one is 0 if the other is shifted.
    const shift = BigInt(Math.max(...parts.map(({ shift: own }) => own)));
    return (
      (shift << BigInt(2 * mantissaBits)) |
      ((mantissas[1] as bigint) << BigInt(mantissaBits)) |
      (mantissas[0] as bigint)
    );
  }),
  text: `olive pairs to two mantissas of ${mantissaBits} bits and their shift`,
});

/**
 * Outlier-victim pairs without a multiplier of the target: two multipliers of 4 bits, whose sum is shifted,
 * since an outlier's neighbour is 0. Less than one of 8 bits for each.
 */
export const pairProduct = ({ weightFormat, inputFormat }: ProductOptions): Product => {
  const activation = plainOperand(inputFormat);
  const { minimum, maximum } = valueRangeOf(inputFormat);
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const sumBits = signedBitsFor(-14 * largest, 14 * largest);
  const outlier = valueRangeOf(weightFormat).maximum;
  const termBits = Math.max(sumBits, signedBitsFor(-outlier * largest, outlier * largest));
  const activationBits = activation.decoder?.valueBits ?? activation.mantissaBits;
  return {
    text: `${formatName(inputFormat)} x ${formatName(weightFormat)}: pairs of ${activationBits} x ${mantissaBits} bit multipliers and a shift`,
    lanes: 2,
    weightBits: weightFormat.bits,
    words: encoderOf(weightFormat, weightFormat.bits),
    activationBits,
    activationDecoder: activation.decoder,
    weightDecoder: pairDecoder(),
    cell: {
      module: 'sinter_product_pair',
      parameters: {
        A_BITS: activationBits,
        B_BITS: mantissaBits,
        SUM_BITS: sumBits,
        PRODUCT_BITS: termBits,
      },
      count: 1,
    },
    terms: 1,
    termBits,
    signed: true,
    doubled: false,
    offsetOf: () => 0,
  };
};

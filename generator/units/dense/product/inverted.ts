import { formatName, signedBitsFor } from '../../../ir/format.js';
import { valueRangeOf } from '../../../ir/values.js';
import type { LibraryCell } from './cell.js';
import { encoderOf, missingTerm } from './multiply.js';
import { plainOperand } from './operand.js';
import type { Product, ProductOptions } from './product.js';

/**
 * Weights that are a sign, and perhaps a zero or a shift: no multiplier. Where the weight is negative a
 * term is the bitwise inverse, -x - 1; that there is one too few for each negative weight of a row is a
 * constant of the row, which goes with its bias.
 */
export const invertedProduct = ({ weightFormat, inputFormat }: ProductOptions): Product => {
  const activation = plainOperand(inputFormat);
  const { mantissaBits } = activation;
  const { maximum } = valueRangeOf(weightFormat);
  const termBits = mantissaBits + signedBitsFor(0, maximum) - 2;
  const cells: Readonly<Record<string, LibraryCell>> = {
    binary: { module: 'sinter_product_binary', parameters: { A_BITS: mantissaBits }, count: 1 },
    ternary: { module: 'sinter_product_ternary', parameters: { A_BITS: mantissaBits }, count: 1 },
    powerOfTwo: {
      module: 'sinter_product_shift',
      parameters: { A_BITS: mantissaBits, B_BITS: weightFormat.bits, PRODUCT_BITS: termBits },
      count: 1,
    },
  };
  const cell = cells[weightFormat.kind];
  if (!cell) throw new Error(`${formatName(weightFormat)} is no sign`);
  const does = weightFormat.kind === 'powerOfTwo' ? 'shifts' : 'sign changes';
  const lanes = activation.decoder?.lanes ?? 1;
  const missing = missingTerm(weightFormat, inputFormat);
  // A weight of code 0 stands where the matrix has ended: -1 for binary, which is inverted as well.
  const missingInverted = weightFormat.kind === 'binary' ? 1 : 0;
  return {
    text: `${formatName(inputFormat)} x ${formatName(weightFormat)}: ${does}, no multiplier`,
    lanes,
    weightBits: weightFormat.bits,
    words: encoderOf(weightFormat, weightFormat.bits),
    activationBits: activation.decoder?.valueBits ?? mantissaBits,
    activationDecoder: activation.decoder,
    weightDecoder: undefined,
    cell: { ...cell, count: lanes },
    terms: lanes,
    termBits,
    signed: true,
    doubled: false,
    offsetOf(row, places) {
      let negative = 0;
      for (let i = 0; i < row.length; i++) if ((row[i] as number) < 0) negative++;
      return negative + places * (missingInverted - missing);
    },
  };
};

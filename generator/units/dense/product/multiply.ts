import { formatName, isInteger, type NumberFormat, signedBitsFor } from '../../../ir/format.js';
import { encodeOlivePair } from '../../../ir/formats/olive.js';
import { codeOf, isPaired, valueOfCode, valueRangeOf, zeroCodeOf } from '../../../ir/values.js';
import type { LibraryCell } from './cell.js';
import { type Operand, plainOperand, scaledOperand } from './operand.js';
import type { MultiplierStyle, Product, ProductOptions } from './product.js';
import { weightBitsOf } from './weight-bits.js';

/** Any weight by any activation: a multiplier of their mantissas, and a shift by the sum of theirs. */

/** Rows of a multiplier out of look-up tables, sinter_multiplier_luts: the shorter of both ways round. */
export const multiplierLuts = (a: number, b: number): number =>
  Math.min(Math.ceil(b / 2) * (a + 2), Math.ceil(a / 2) * (b + 2));

/** Look-up tables, about: of the multiplier, the shifter and what decodes the weight. */
const costOf = (activation: Operand, weight: Operand, termBits: number): number => {
  const shifts = Math.max(activation.shiftBits, weight.shiftBits);
  const both = activation.shiftBits > 0 && weight.shiftBits > 0 ? 1 : 0;
  const decoded = weight.decoder;
  const inputs = decoded ? decoded.lanes * decoded.codeBits : 0;
  return (
    multiplierLuts(activation.mantissaBits, weight.mantissaBits) +
    0.75 * termBits * (shifts + both) +
    both * shifts +
    (decoded ? decoded.valueBits * 2 ** Math.max(0, inputs - 6) : 0)
  );
};

const operandsOf = (format: NumberFormat): readonly Operand[] => {
  const scaled = scaledOperand(format);
  return scaled ? [plainOperand(format), scaled] : [plainOperand(format)];
};

/** Stored words of values, and what stands where the matrix has ended. */
export const encoderOf = (format: NumberFormat, storedBits: number): Product['words'] => {
  const unsigned = (code: number): number => (code < 0 ? code + 2 ** storedBits : code);
  if (isPaired(format)) {
    return ([first = 0, second = 0]) => {
      const pair = encodeOlivePair(first, second);
      if (typeof pair === 'string') throw new Error(`${first} and ${second} are no pair`);
      return pair;
    };
  }
  const none = zeroCodeOf(format) ?? 0;
  return (values) =>
    values.map((value) => {
      if (value === undefined) return isInteger(format) ? 0 : none;
      // An integer less its zero point may have no code of its own: it is stored as it is.
      const code = isInteger(format) ? value : codeOf(format, value);
      if (code === undefined) throw new Error(`${value} is no value of ${formatName(format)}`);
      return unsigned(code);
    });
};

/** Value of a weight where the matrix has ended, times that of an activation that is not there. */
export const missingTerm = (weightFormat: NumberFormat, inputFormat: NumberFormat): number => {
  const own = (format: NumberFormat, code: number): number =>
    isPaired(format) ? 0 : valueOfCode(format, code);
  return own(weightFormat, zeroCodeOf(weightFormat) ?? 0) * own(inputFormat, 0);
};

export const multipliers = {
  auto: 'sinter_multiplier',
  lut: 'sinter_multiplier_luts',
  dsp: 'sinter_multiplier_dsp',
} as const satisfies Readonly<Record<MultiplierStyle, LibraryCell['module']>>;

/** Whether a cell is no more than a multiplier of integers. */
export const isMultiplier = ({ module }: LibraryCell): boolean =>
  Object.values<string>(multipliers).includes(module);

const cellOf = (
  activation: Operand,
  weight: Operand,
  termBits: number,
  style: MultiplierStyle,
): LibraryCell => {
  const sizes = { A_BITS: activation.mantissaBits, B_BITS: weight.mantissaBits };
  if (activation.shiftBits === 0 && weight.shiftBits === 0) {
    return { module: multipliers[style], parameters: sizes, count: 1 };
  }
  return {
    module: 'sinter_product_scaled',
    parameters: {
      ...sizes,
      A_SHIFT_BITS: activation.shiftBits,
      B_SHIFT_BITS: weight.shiftBits,
      PRODUCT_BITS: termBits,
      ...(style === 'lut' ? { LUTS: 1 } : {}),
    },
    count: 1,
  };
};

/** Bits of every product of a value of one range and one of another. */
const productBits = (weightFormat: NumberFormat, inputFormat: NumberFormat): number => {
  const a = valueRangeOf(inputFormat);
  const b = valueRangeOf(weightFormat);
  const ends = [a.minimum, a.maximum].flatMap((x) => [x * b.minimum, x * b.maximum]);
  return signedBitsFor(Math.min(...ends, 0), Math.max(...ends, 0));
};

export const multiplyProduct = ({
  weightFormat,
  inputFormat,
  weights,
  multiplier = 'auto',
}: ProductOptions): Product => {
  // Integers are stored as narrow as they are.
  const ownBits = weightBitsOf(weights);
  const narrow: Operand = { mantissaBits: ownBits, shiftBits: 0, decoder: undefined };
  const isStored = isInteger(weightFormat);
  const weightOperands = isStored ? [narrow] : operandsOf(weightFormat);
  const storedBits = isStored ? ownBits : weightFormat.bits;
  const choices = operandsOf(inputFormat).flatMap((activation) =>
    weightOperands.map((weight) => {
      const termBits =
        activation.shiftBits + weight.shiftBits === 0
          ? activation.mantissaBits + weight.mantissaBits
          : isStored
            ? productBits({ kind: 'int', bits: ownBits }, inputFormat)
            : productBits(weightFormat, inputFormat);
      return { activation, weight, termBits, cost: costOf(activation, weight, termBits) };
    }),
  );
  const { activation, weight, termBits } = choices.reduce((best, one) =>
    one.cost < best.cost ? one : best,
  );
  const lanes = Math.max(activation.decoder?.lanes ?? 1, weight.decoder?.lanes ?? 1);
  const shifts = activation.shiftBits + weight.shiftBits > 0 ? ' and a shift' : '';
  const missing = missingTerm(weightFormat, inputFormat);
  return {
    text: `${formatName(inputFormat)} x ${formatName(weightFormat)}: ${activation.mantissaBits} x ${weight.mantissaBits} bit multiplier${shifts}`,
    lanes,
    weightBits: storedBits,
    words: encoderOf(weightFormat, storedBits),
    activationBits: activation.decoder?.valueBits ?? activation.mantissaBits,
    activationDecoder: activation.decoder,
    weightDecoder: weight.decoder,
    cell: { ...cellOf(activation, weight, termBits, multiplier), count: lanes },
    terms: lanes,
    termBits,
    signed: true,
    doubled: false,
    offsetOf: (_, places) => -places * missing,
  };
};

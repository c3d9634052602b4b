import {
  formatName,
  isInteger,
  type NumberFormat,
  signedBitsFor,
  unsignedBitsFor,
} from '../../../ir/format.js';
import { olivePair } from '../../../ir/formats/olive.js';
import { isPaired, valueRangeOf, valueTable } from '../../../ir/values.js';
import type { Decoder } from '../../decoder.js';

/** A value as mantissa * 2^shift, both as bits of hardware: the shift above the mantissa. */
export interface Operand {
  readonly mantissaBits: number;
  /** 0 where nothing is shifted. */
  readonly shiftBits: number;
  /** Undefined where the code is the mantissa. */
  readonly decoder: Decoder | undefined;
}

/** Values of all words, each a lane or a pair; the first lane lowest in the word. */
const valuesByWord = (format: NumberFormat): readonly (readonly number[])[] => {
  if (isInteger(format)) throw new Error('the value of an integer is its code');
  if (!isPaired(format)) {
    const table = valueTable(format);
    return Array.from({ length: 2 ** format.bits }, (_, code) => [table[code] ?? 0]);
  }
  return Array.from({ length: 256 }, (_, word) => olivePair(word & 15, word >> 4));
};

const decoderOf = (
  format: NumberFormat,
  valueBits: number,
  text: string,
  wordOf: (value: number) => bigint,
): Decoder => {
  const groups = valuesByWord(format);
  return {
    lanes: groups[0]?.length ?? 1,
    codeBits: format.bits,
    valueBits,
    words: groups.map((values) =>
      values.reduce((word, value, lane) => word | (wordOf(value) << BigInt(lane * valueBits)), 0n),
    ),
    text: `${formatName(format)} to ${text}`,
  };
};

/** Values as signed integers. Integers without a sign take a bit more. */
export const plainOperand = (format: NumberFormat): Operand => {
  if (isInteger(format)) {
    const mantissaBits = format.bits + (format.kind === 'uint' ? 1 : 0);
    return { mantissaBits, shiftBits: 0, decoder: undefined };
  }
  const { minimum, maximum } = valueRangeOf(format);
  const bits = signedBitsFor(minimum, maximum);
  const wordOf = (value: number): bigint => BigInt.asUintN(bits, BigInt(value));
  const decoder = decoderOf(format, bits, `values of ${bits} bits`, wordOf);
  return { mantissaBits: bits, shiftBits: 0, decoder };
};

/** How often a value can be halved, at most until its mantissa has `bits` bits with its sign. */
const split = (value: number, bits: number): { mantissa: number; shift: number } => {
  let mantissa = value;
  let shift = 0;
  while (signedBitsFor(Math.min(mantissa, 0), Math.max(mantissa, 0)) > bits) {
    mantissa /= 2;
    shift++;
  }
  return { mantissa, shift };
};

const isWhole = ({ mantissa }: { mantissa: number }): boolean => Number.isInteger(mantissa);

/**
 * Values as mantissas of as few bits as they can all have, and shifts: what flint, powers of two and
 * outliers are made of. Undefined where that is nothing else than the values.
 */
export const scaledOperand = (format: NumberFormat): Operand | undefined => {
  if (isInteger(format)) return undefined;
  const values = [...new Set(valuesByWord(format).flat())];
  const { minimum, maximum } = valueRangeOf(format);
  const widest = signedBitsFor(minimum, maximum);
  for (let bits = 2; bits < widest; bits++) {
    const parts = values.map((value) => split(value, bits));
    if (!parts.every(isWhole)) continue;
    const shiftBits = unsignedBitsFor(Math.max(...parts.map(({ shift }) => shift)));
    const wordOf = (value: number): bigint => {
      const { mantissa, shift } = split(value, bits);
      return (BigInt(shift) << BigInt(bits)) | BigInt.asUintN(bits, BigInt(mantissa));
    };
    const text = `a mantissa of ${bits} bits and a shift above it`;
    return {
      mantissaBits: bits,
      shiftBits,
      decoder: decoderOf(format, bits + shiftBits, text, wordOf),
    };
  }
  return undefined;
};

import { bitVector } from '../emit/literal.js';
import type { GeneratedModule } from '../ir/module.js';

/** A small table in logic: codes of one lane, or of a pair, to the bits that a cell takes. */
export interface Decoder {
  /** Lanes that are decoded together. */
  readonly lanes: number;
  readonly codeBits: number;
  /** Bits of a decoded lane. */
  readonly valueBits: number;
  /** By the code or codes, the first lane lowest; lanes side by side, the first lowest. */
  readonly words: readonly bigint[];
  /** What the bits of a lane are. */
  readonly text: string;
}

/** The module of a decoder: a `case` with one line a code. */
export const decoderModule = (
  name: string,
  dslName: string,
  { lanes, codeBits, valueBits, words, text }: Decoder,
): GeneratedModule => {
  const inputBits = lanes * codeBits;
  const outputBits = lanes * valueBits;
  return {
    kind: 'generated',
    name,
    template: 'partials/decode',
    instances: [],
    view: {
      name,
      dslName,
      text,
      inputBits,
      outputBits,
      zero: bitVector(outputBits, 0),
      // What is zero is the default.
      entries: words.flatMap((word, code) =>
        word === 0n
          ? []
          : [{ code: bitVector(inputBits, code), word: bitVector(outputBits, word) }],
      ),
    },
  };
};

import type { Codes } from '../../ir/codes.js';
import type { StreamType } from '../../ir/stream.js';
import { type Dyadic, dyadicOfInteger } from '../../numeric/dyadic.js';
import { dyadicOfFloat32, isNanCode } from '../../numeric/float32.js';

/** What becomes of a code that is no number. */
export interface SourceSpecial {
  readonly nan: boolean;
  readonly negative: boolean;
}

/** The number of each code of a source, before its scale; undefined for infinities and NaN. */
export const sourceValue =
  ({ format, zeroPoint }: StreamType, codes: Codes | undefined) =>
  (i: number): Dyadic | undefined => {
    const code = Number(codes?.[i]);
    return format.kind === 'float32' ? dyadicOfFloat32(code) : dyadicOfInteger(code - zeroPoint);
  };

export const sourceSpecial = (codes: Codes | undefined, i: number): SourceSpecial => {
  const code = Number(codes?.[i]);
  return { nan: isNanCode(code), negative: code >= 2 ** 31 };
};

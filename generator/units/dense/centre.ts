import { type Codes, narrow } from '../../ir/codes.js';
import type { StreamType } from '../../ir/stream.js';
import { valuesOf } from '../../ir/values.js';

/** Values of a stream's codes, with the zero point taken off. */
export const centre = (
  codes: Codes | undefined,
  { format, zeroPoint }: Pick<StreamType, 'format' | 'zeroPoint'>,
): Int32Array => {
  const centred = Int32Array.from(valuesOf(format, narrow(codes)));
  for (let i = 0; i < centred.length; i++) centred[i] = (centred[i] as number) - zeroPoint;
  return centred;
};

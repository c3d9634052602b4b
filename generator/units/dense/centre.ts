import { type Codes, narrow } from '../../ir/codes.js';

/** Codes with the zero point taken off. */
export const centre = (codes: Codes | undefined, zeroPoint: number): Int32Array => {
  const centred = Int32Array.from(narrow(codes));
  for (let i = 0; i < centred.length; i++) centred[i] = (centred[i] as number) - zeroPoint;
  return centred;
};

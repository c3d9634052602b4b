import { type Rescale, rescaleCode } from '../requantize/rescale.js';

/** How codes at and above zero, and products of those below with a slope's code, become output codes. */
export interface PreluRescales {
  readonly identity: Rescale;
  readonly slope: Rescale;
}

/** TFLite `reference_ops::BroadcastPrelu4DSlow` of 8 bits: a centred code and a centred slope. */
export const preluCode = (
  { identity, slope: below }: PreluRescales,
  centred: number,
  slope: number,
): number =>
  centred >= 0 ? rescaleCode(identity, centred, 0) : rescaleCode(below, centred * slope, 0);

import { type Codes, narrow } from '../../ir/codes.js';
import { rescaleCode } from '../requantize/rescale.js';
import type { PreluRescales, PreluSpec } from './spec.js';

/** TFLite `reference_ops::BroadcastPrelu4DSlow` of 8 bits: a centred code and a centred slope. */
export const preluCode = (
  { identity, slope: below }: PreluRescales,
  centred: number,
  slope: number,
): number =>
  centred >= 0 ? rescaleCode(identity, centred, 0) : rescaleCode(below, centred * slope, 0);

export const preluGolden = (spec: PreluSpec, [input]: readonly Codes[]): Codes => {
  const { slopes, rescales, inputs } = spec;
  const zero = inputs[0]?.zeroPoint ?? 0;
  return narrow(input).map((code, i) =>
    preluCode(rescales, code - zero, slopes[i % slopes.length] as number),
  );
};

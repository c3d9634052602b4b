import { isPaired, valueOfCode } from '../../ir/values.js';
import { patchSources } from './sources.js';
import type { PatchesSpec } from './spec.js';

/** The real values under each tap, that of `code` outside the image. */
export const patchesReference = (spec: PatchesSpec, [x]: readonly Float64Array[]): Float64Array => {
  if (!x) throw new Error('patches has one input');
  const { scale, zeroPoint, format } = spec.output;
  if (isPaired(format)) throw new Error('pairs have no patches');
  const padding = scale * (valueOfCode(format, spec.code) - zeroPoint);
  return Float64Array.from(patchSources(spec), (source) =>
    source < 0 ? padding : (x[source] as number),
  );
};

import type { Codes } from '../../ir/codes.js';
import { patchSources } from './sources.js';
import type { PatchesSpec } from './spec.js';

/** The codes under each tap of each window, tap by tap, with all channels: im2col. */
export const patchesGolden = (spec: PatchesSpec, [input]: readonly Codes[]): Codes => {
  if (!input) throw new Error('patches has one input');
  const sources = patchSources(spec);
  if (input instanceof Int32Array) {
    return sources.map((source) => (source < 0 ? spec.code : (input[source] as number)));
  }
  const padding = BigInt(spec.code);
  return BigInt64Array.from(sources, (source) =>
    source < 0 ? padding : (input[source] as bigint),
  );
};

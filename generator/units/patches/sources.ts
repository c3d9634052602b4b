import { findInsideTaps, noTaps } from '../conv2d/inside-taps.js';
import type { PatchesSpec } from './spec.js';

/** For each element of the result where it is in the input; -1 outside the image. */
export const patchSources = ({ geometry, channels }: PatchesSpec): Int32Array => {
  const { outHeight, outWidth, kernel } = geometry;
  const taps = kernel[0] * kernel[1];
  const sources = new Int32Array(outHeight * outWidth * taps * channels).fill(-1);
  const inside = noTaps(geometry);
  for (let patch = 0; patch < outHeight * outWidth; patch++) {
    const count = findInsideTaps(geometry, Math.floor(patch / outWidth), patch % outWidth, inside);
    for (let i = 0; i < count; i++) {
      const to = (patch * taps + (inside.taps[i] as number)) * channels;
      const from = (inside.pixels[i] as number) * channels;
      for (let c = 0; c < channels; c++) sources[to + c] = from + c;
    }
  }
  return sources;
};

import type { WindowGeometry } from '../../stream/window.js';
import { findInsideTaps, noTaps } from './inside-taps.js';

/** Which activations of all windows are zero, of an image whose zeros are marked; cells outside it are. */
export const windowZeros = (
  g: WindowGeometry,
  channels: number,
  isZero: Uint8Array,
): Uint8Array => {
  const inputs = g.kernel[0] * g.kernel[1] * channels;
  const zeros = new Uint8Array(g.outHeight * g.outWidth * inputs).fill(1);
  const inside = noTaps(g);
  for (let at = 0; at < g.outHeight * g.outWidth; at++) {
    const count = findInsideTaps(g, Math.floor(at / g.outWidth), at % g.outWidth, inside);
    for (let i = 0; i < count; i++) {
      const from = (inside.pixels[i] as number) * channels;
      const to = at * inputs + (inside.taps[i] as number) * channels;
      zeros.set(isZero.subarray(from, from + channels), to);
    }
  }
  return zeros;
};

/** Those that are zero whatever the image is. */
export const outsideOf = (g: WindowGeometry, channels: number): Uint8Array =>
  windowZeros(g, channels, new Uint8Array(g.height * g.width * channels));

import type { WindowGeometry } from '../../stream/window.js';

/** Taps of a window that lie in the image: which, in the kernel's order, and the pixel under each. */
export interface InsideTaps {
  readonly taps: Int32Array;
  readonly pixels: Int32Array;
}

/** Room for the taps of any window. */
export const noTaps = ({ kernel }: WindowGeometry): InsideTaps => ({
  taps: new Int32Array(kernel[0] * kernel[1]),
  pixels: new Int32Array(kernel[0] * kernel[1]),
});

/** Fills `inside` for the window at output (oy, ox); gives the number of taps. */
export const findInsideTaps = (
  g: WindowGeometry,
  oy: number,
  ox: number,
  { taps, pixels }: InsideTaps,
): number => {
  const top = oy * g.stride[0] - g.padTop;
  const left = ox * g.stride[1] - g.padLeft;
  let count = 0;
  for (let ky = 0; ky < g.kernel[0]; ky++) {
    const y = top + ky * g.dilation[0];
    if (y < 0 || y >= g.height) continue;
    for (let kx = 0; kx < g.kernel[1]; kx++) {
      const x = left + kx * g.dilation[1];
      if (x < 0 || x >= g.width) continue;
      taps[count] = ky * g.kernel[1] + kx;
      pixels[count] = y * g.width + x;
      count++;
    }
  }
  return count;
};

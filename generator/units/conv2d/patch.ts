import type { WindowGeometry } from '../../stream/window.js';

/**
 * Copies the window at output (oy, ox) of an image [height, width, channels] into `patch`
 * [kernel height, kernel width, channels]; cells outside the image are 0.
 */
export const gatherPatch = <Values extends Int32Array | Float64Array>(
  image: Values,
  g: WindowGeometry,
  channels: number,
  oy: number,
  ox: number,
  patch: Values,
): void => {
  const top = oy * g.stride[0] - g.padTop;
  const left = ox * g.stride[1] - g.padLeft;
  let at = 0;
  for (let ky = 0; ky < g.kernel[0]; ky++) {
    const y = top + ky * g.dilation[0];
    for (let kx = 0; kx < g.kernel[1]; kx++) {
      const x = left + kx * g.dilation[1];
      const inside = y >= 0 && y < g.height && x >= 0 && x < g.width;
      const from = (y * g.width + x) * channels;
      for (let c = 0; c < channels; c++) patch[at++] = inside ? (image[from + c] as number) : 0;
    }
  }
};

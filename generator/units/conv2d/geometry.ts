import { z } from 'zod';
import { type Problem, SinterError } from '../../error.js';
import type { WindowGeometry } from '../../stream/window.js';
import { pair } from '../parameters.js';
import { shapeText } from '../weights.js';

/** Parameters of a window over an image that convolutions share. */
export const windowParameters = {
  stride: pair('rows and columns between windows', 1).default([1, 1]),
  dilation: pair('rows and columns between taps', 1).default([1, 1]),
  padding: z
    .union([
      z.enum(['same', 'valid']),
      z.strictObject({
        top: z.int().min(0),
        bottom: z.int().min(0),
        left: z.int().min(0),
        right: z.int().min(0),
      }),
    ])
    .default('same')
    .describe('same: out = ceil(in / stride); valid: none; or rows and columns on each side'),
};

export type Padding = z.output<typeof windowParameters.padding>;

interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

const reachOfKernel = ({ kernel, dilation }: Axis): number => (kernel - 1) * dilation + 1;

/** Output size and padding before, TFLite's rule: an odd total has its larger part after. */
const placeAxis = (
  axis: Axis,
  padding: 'same' | 'valid' | { before: number; after: number },
): { out: number; before: number } => {
  const reach = reachOfKernel(axis);
  if (padding === 'same') {
    const out = Math.ceil(axis.size / axis.stride);
    const total = Math.max((out - 1) * axis.stride + reach - axis.size, 0);
    return { out, before: Math.floor(total / 2) };
  }
  const { before, after } = padding === 'valid' ? { before: 0, after: 0 } : padding;
  const room = axis.size + before + after - reach;
  return { out: room < 0 ? 0 : Math.floor(room / axis.stride) + 1, before };
};

/** Where the windows of a kernel lie on an image [height, width, channels]; throws E_SHAPE. */
export const windowGeometry = (options: {
  readonly image: readonly number[];
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: Padding;
  readonly place: string;
}): WindowGeometry => {
  const { image, kernel, stride, dilation, padding, place } = options;
  const [height = 0, width = 0] = image;
  if (image.length !== 3) {
    throw new SinterError({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `gives shape ${shapeText(image)}, needs [height, width, channels]`,
      hint: 'reshape the stream first',
    });
  }
  const axis = (i: 0 | 1, size: number): Axis => ({
    size,
    kernel: kernel[i],
    stride: stride[i],
    dilation: dilation[i],
  });
  const sides = typeof padding === 'string' ? undefined : padding;
  const rows = axis(0, height);
  const columns = axis(1, width);
  const vertical = placeAxis(
    rows,
    sides ? { before: sides.top, after: sides.bottom } : (padding as 'same' | 'valid'),
  );
  const horizontal = placeAxis(
    columns,
    sides ? { before: sides.left, after: sides.right } : (padding as 'same' | 'valid'),
  );
  const problems: Problem[] = [];
  if (vertical.out < 1 || horizontal.out < 1) {
    problems.push({
      code: 'E_SHAPE',
      place: `${place}.in`,
      reason: `an image of ${height} x ${width} has no room for a window of ${reachOfKernel(rows)} x ${reachOfKernel(columns)}`,
      hint: "set padding 'same' or a smaller kernel or dilation",
    });
  }
  const far = sides
    ? Math.max(sides.top, sides.bottom) >= reachOfKernel(rows) ||
      Math.max(sides.left, sides.right) >= reachOfKernel(columns)
    : false;
  if (far) {
    problems.push({
      code: 'E_PARAMETER',
      place: `${place}.padding`,
      reason: `gives windows that lie wholly in the padding of a ${reachOfKernel(rows)} x ${reachOfKernel(columns)} kernel`,
      hint: 'pad by less than the kernel on each side',
    });
  }
  if (problems.length > 0) throw new SinterError(problems);
  return {
    height,
    width,
    kernel,
    stride,
    dilation,
    padTop: vertical.before,
    padLeft: horizontal.before,
    outHeight: vertical.out,
    outWidth: horizontal.out,
  };
};

/** Whether every window is one pixel, in the order of the pixels: no window needs building. */
export const isPointwise = (g: WindowGeometry): boolean =>
  g.kernel[0] === 1 &&
  g.kernel[1] === 1 &&
  g.outHeight === g.height &&
  g.outWidth === g.width &&
  g.padTop === 0 &&
  g.padLeft === 0;

/** Whether any window lies partly outside the image. */
export const isPadded = (g: WindowGeometry): boolean => {
  const leaves = (axis: 0 | 1, before: number, size: number, out: number): boolean =>
    before > 0 ||
    (out - 1) * g.stride[axis] - before + (g.kernel[axis] - 1) * g.dilation[axis] >= size;
  return leaves(0, g.padTop, g.height, g.outHeight) || leaves(1, g.padLeft, g.width, g.outWidth);
};

import type { z } from 'zod';
import type { mxDenseParameters } from '../units/mx_dense/parameters.js';
import type { patchesParameters } from '../units/patches/spec.js';
import type { StreamHandle } from './builder.js';
import type { MxHandles, MxQuantizeOptions } from './microscaling.js';
import type { TensorSource } from './tensor.js';

type Window = Omit<z.input<typeof patchesParameters>, 'code'>;
type Dense = Omit<z.input<typeof mxDenseParameters>, 'weights' | 'weightScales' | 'bias'>;

export interface MxConv2dOptions extends Window, Dense {
  /** The convolution's; leads the names of its parts: `conv.patches`, `conv.scales`, `conv.elements`. */
  readonly name?: string;
  /** Element format of the activations. */
  readonly format: MxQuantizeOptions['format'];
  /**
   * [outputs, kernel height * kernel width * channels], a row in the order of a patch: blocks run over taps and
   * channels, and the last one of a row may be shorter. `tensor.mx(values, format, { shape })` makes both.
   */
  readonly weights: TensorSource;
  readonly weightScales: TensorSource;
  readonly bias?: TensorSource;
}

/** The units that a convolution is put together of. */
export interface MxConv2dParts {
  patches(
    x: StreamHandle,
    parameters: z.input<typeof patchesParameters> & { readonly name: string },
  ): StreamHandle;
  mxQuantize(x: StreamHandle, options: MxQuantizeOptions): MxHandles;
  mxDense(
    elements: StreamHandle,
    scales: StreamHandle,
    parameters: Dense & {
      readonly name: string;
      readonly weights: TensorSource;
      readonly weightScales: TensorSource;
      readonly bias?: TensorSource;
    },
  ): StreamHandle;
}

/** Patches of an image, in a format of Microscaling, in a layer that is dense over them. */
export const mxConv2d = (
  d: MxConv2dParts,
  x: StreamHandle,
  options: MxConv2dOptions,
): StreamHandle => {
  const {
    name = `${x.name}_conv`,
    format,
    kernel,
    stride,
    dilation,
    padding,
    lanes,
    ...dense
  } = options;
  const window = Object.fromEntries(
    Object.entries({ stride, dilation, padding, lanes }).filter(([, value]) => value !== undefined),
  );
  const patches = d.patches(x, { name: `${name}.patches`, kernel, ...window });
  const { elements, scales } = d.mxQuantize(patches, { name, format });
  return d.mxDense(elements, scales, { name, ...dense });
};

import type { z } from 'zod';
import type { MxFormat } from '../ir/format.js';
import type { mxElementsParameters } from '../units/mx_elements/spec.js';
import type { mxScaleParameters } from '../units/mx_scale/spec.js';
import type { StreamHandle } from './builder.js';

/** A tensor of Microscaling: two streams, of which the second has one scale for each 32 of the first. */
export interface MxHandles {
  readonly elements: StreamHandle;
  readonly scales: StreamHandle;
}

export interface MxQuantizeOptions {
  /** Leads the names of its parts: `mx.scales`, `mx.elements`. Default the stream's name and `_mx`. */
  readonly name?: string;
  readonly format: MxFormat;
  /** Elements a cycle; default as many as come. */
  readonly lanes?: z.input<typeof mxScaleParameters>['lanes'];
}

/** The units that a conversion is put together of. */
export interface MxParts {
  mxElements(
    x: StreamHandle,
    scales: StreamHandle,
    parameters: z.input<typeof mxElementsParameters> & { readonly name: string },
  ): StreamHandle;
  mxScale(
    x: StreamHandle,
    parameters: z.input<typeof mxScaleParameters> & { readonly name: string },
  ): StreamHandle;
}

/** Scales of a stream and its elements over them. */
export const mxQuantize = (
  d: MxParts,
  x: StreamHandle,
  { name = `${x.name}_mx`, format, lanes }: MxQuantizeOptions,
): MxHandles => {
  const shared = { format, ...(lanes === undefined ? {} : { lanes }) };
  const scales = d.mxScale(x, { name: `${name}.scales`, ...shared });
  return { scales, elements: d.mxElements(x, scales, { name: `${name}.elements`, ...shared }) };
};

import { formatName, type NumberFormat } from './format.js';
import { sizeOf } from './tensor.js';

/**
 * A tensor in time: `lanes` elements a beat, row-major (NHWC, no batch axis), element 0 of a beat in
 * the low bits. The packing is flat: a tensor takes ceil(size / lanes) beats, the last beat's unused
 * lanes are zero and it carries `last`. real = scale * (code - zeroPoint).
 */
export interface StreamType {
  readonly kind: 'stream';
  readonly shape: readonly number[];
  readonly format: NumberFormat;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly lanes: number;
}

export const elementsOf = (stream: StreamType): number => sizeOf(stream.shape);

export const beatsOf = (stream: StreamType): number => Math.ceil(elementsOf(stream) / stream.lanes);

/** Payload bits of a beat, without padding. */
export const dataBitsOf = (stream: StreamType): number => stream.lanes * stream.format.bits;

/** As messages write it: `int8 x 8 lanes (64 bits)`. */
export const describeStream = (stream: StreamType): string =>
  `${formatName(stream.format)} x ${stream.lanes} lane${stream.lanes === 1 ? '' : 's'} (${dataBitsOf(stream)} bits)`;

import type { Codes } from '../../ir/codes.js';
import { int4Type, int8Type, int16Type, int32Type, int64Type } from './names.js';

/** TensorTypes that constants are read of. */
export type ElementType =
  | typeof int4Type
  | typeof int8Type
  | typeof int16Type
  | typeof int32Type
  | typeof int64Type;

export const elementBits: Readonly<Record<ElementType, number>> = {
  [int4Type]: 4,
  [int8Type]: 8,
  [int16Type]: 16,
  [int32Type]: 32,
  [int64Type]: 64,
};

/**
 * Elements of a constant whose bytes are as many as they need, little-endian. int4 has two to a byte, the
 * first in the low nibble; the last byte of an odd number is half empty (lite/kernels/internal/
 * portable_tensor_utils.cc, `UnpackDenseInt4IntoInt8`).
 */
export const readElements = (data: Uint8Array, type: ElementType, elements: number): Codes => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (type === int64Type) {
    return BigInt64Array.from({ length: elements }, (_, i) => view.getBigInt64(8 * i, true));
  }
  const codes = new Int32Array(elements);
  for (let i = 0; i < elements; i++) {
    if (type === int32Type) codes[i] = view.getInt32(4 * i, true);
    else if (type === int16Type) codes[i] = view.getInt16(2 * i, true);
    else if (type === int8Type) codes[i] = view.getInt8(i);
    else codes[i] = (view.getInt8(i >> 1) << (i % 2 === 0 ? 28 : 24)) >> 28;
  }
  return codes;
};

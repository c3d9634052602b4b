import { endianness } from 'node:os';
import { type ProblemCode, SinterError } from './error.js';
import { elementTypes, type FloatData, type IntegerData } from './npy/element-types.js';
import { formatHeader, type NpyHeader, parseHeader } from './npy/header.js';

/**
 * A numpy array, row-major (C order). `dtype` is numpy's, little-endian: `|i1`, `<i4`, `|b1` (0 or 1).
 */
export type NpyArray =
  | {
      readonly kind: 'integer';
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly data: IntegerData;
    }
  | {
      readonly kind: 'float';
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly data: FloatData;
    };

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** numpy's own limit for files that are not trusted. */
const largestHeader = 10_000;

const fail = (place: string, code: ProblemCode, reason: string, hint: string): never => {
  throw new SinterError({ code, place, reason, hint });
};

const readHeader = (bytes: Uint8Array, place: string): { header: NpyHeader; start: number } => {
  const saveHint = 'write it with numpy.save';
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    return fail(place, 'E_FILE', 'is no .npy file (its first bytes are not \\x93NUMPY)', saveHint);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] as number;
  if (version < 1 || version > 3) {
    return fail(
      place,
      'E_FILE',
      `is a .npy file of version ${version}, 1 to 3 are known`,
      saveHint,
    );
  }
  const prefix = version === 1 ? 10 : 12;
  if (bytes.length < prefix) return fail(place, 'E_FILE', 'ends inside its header', saveHint);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > largestHeader) {
    return fail(
      place,
      'E_FILE',
      `has a header of ${length} bytes, more than ${largestHeader}`,
      saveHint,
    );
  }
  const start = prefix + length;
  if (start > bytes.length) {
    return fail(
      place,
      'E_FILE',
      `ends inside its header (${bytes.length} of ${start} bytes)`,
      'copy or write the file again',
    );
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + prefix, length).toString('latin1');
  const header = parseHeader(text);
  if (typeof header === 'string') return fail(place, 'E_FILE', header, saveHint);
  return { header, start };
};

/** Elements, from bytes whose number is right; `swap` turns each element's bytes round. */
const copyElements = (source: Uint8Array, elementBytes: number, swap: boolean): ArrayBuffer => {
  const copy = new Uint8Array(source.length);
  copy.set(source);
  if (swap && elementBytes > 1) {
    for (let at = 0; at < copy.length; at += elementBytes) {
      copy.subarray(at, at + elementBytes).reverse();
    }
  }
  return copy.buffer;
};

/** Column-major to row-major: the last axis becomes the fastest. */
const rowMajor = <Data extends IntegerData | FloatData>(
  data: Data,
  shape: readonly number[],
): Data => {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const result = data.slice() as Data;
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return result;
};

/**
 * Reads a `.npy` file, versions 1 to 3, either byte order, C or Fortran order. The file is not
 * trusted: header and size are checked before memory is taken. Throws one SinterError, E_FILE for a
 * damaged file, E_TENSOR for elements that are no integers or floats; `place` names the file.
 */
export const parseNpy = (bytes: Uint8Array, place: string): NpyArray => {
  const { header, start } = readHeader(bytes, place);
  const { descr, fortranOrder, shape } = header;
  const typeCode = descr.replace(/^[<>|=]/, '');
  const type = elementTypes.get(typeCode);
  if (!type || (type.bytes > 1 && !/^[<>]/.test(descr))) {
    return fail(
      place,
      'E_TENSOR',
      `holds elements of type '${descr}', needs integers of 8 to 64 bits, booleans, float32 or float64`,
      "convert it first: array.astype('int32')",
    );
  }
  const elements = shape.includes(0) ? 0 : shape.reduce((a, b) => a * b, 1);
  const expected = elements * type.bytes;
  const given = bytes.length - start;
  if (expected !== given) {
    return fail(
      place,
      'E_FILE',
      `gives ${given} bytes of elements, its shape (${shape.join(', ')}) of '${descr}' needs ${expected}`,
      'copy or write the file again',
    );
  }
  const swap = type.bytes > 1 && descr.startsWith('>') !== (endianness() === 'BE');
  const buffer = copyElements(bytes.subarray(start), type.bytes, swap);
  const dtype = `${type.bytes === 1 ? '|' : '<'}${typeCode}`;
  const reorder = fortranOrder && shape.length > 1;
  if (type.kind === 'float') {
    const data = type.wrap(buffer);
    return { kind: 'float', dtype, shape, data: reorder ? rowMajor(data, shape) : data };
  }
  const data = type.wrap(buffer);
  if (typeCode === 'b1') for (let i = 0; i < data.length; i++) data[i] = data[i] ? 1 : 0;
  return { kind: 'integer', dtype, shape, data: reorder ? rowMajor(data, shape) : data };
};

/** The bytes that `numpy.save` writes for the same array (version 1.0, C order, little-endian). */
export const serialiseNpy = ({ dtype, shape, data }: NpyArray): Uint8Array => {
  const header = formatHeader({ descr: dtype, fortranOrder: false, shape });
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const swap = endianness() === 'BE';
  bytes.set(new Uint8Array(copyElements(source, data.BYTES_PER_ELEMENT, swap)), header.length);
  return bytes;
};

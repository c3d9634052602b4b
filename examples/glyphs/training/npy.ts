import { writeFileSync } from 'node:fs';

/** Writes integers as a version 1.0 `.npy` file (numpy/lib/format.py); header padded to 64 bytes. */
export function writeNpy(
  path: URL,
  values: Int8Array | Uint8Array | Int32Array,
  shape: readonly number[],
): void {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${typeName(values)}', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = Buffer.from(`\x93NUMPY\x01\x00..${text.padEnd(length - 1)}\n`, 'latin1');
  header.writeUInt16LE(length, 8);
  writeFileSync(path, Buffer.concat([header, littleEndian(values)]));
}

function typeName(values: Int8Array | Uint8Array | Int32Array): string {
  if (values instanceof Int32Array) {
    return '<i4';
  }
  return values instanceof Int8Array ? '|i1' : '|u1';
}

function littleEndian(values: Int8Array | Uint8Array | Int32Array): Buffer {
  const bytes = Buffer.alloc(values.byteLength);
  values.forEach((value, index) => {
    if (values instanceof Int32Array) {
      bytes.writeInt32LE(value, index * 4);
    } else {
      bytes[index] = value & 0xff;
    }
  });
  return bytes;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSinterError } from '../generator/error.js';
import { parseNpy, serialiseNpy } from '../generator/npy.js';
import { needsShared, sharedModel, sharedModels } from './support/shared.js';

/** A file of the given header text and elements, as a program other than numpy might write it. */
const file = (header: string, data: readonly number[], version = 1): Uint8Array => {
  const text = Buffer.from(header, 'latin1');
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(text.length, 0, length.length);
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  return Buffer.concat([magic, length, text, Buffer.from(data)]);
};

const header = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

const messageOf = (bytes: Uint8Array): string => {
  try {
    parseNpy(bytes, 'x.npy');
  } catch (error) {
    if (isSinterError(error)) return error.message;
    throw error;
  }
  return 'no error';
};

describe('parseNpy', () => {
  test('reads int8, row-major', () => {
    expect(parseNpy(file(header('|i1', '(2, 2)'), [1, 2, 255, 128]), 'x.npy')).toEqual({
      kind: 'integer',
      dtype: '|i1',
      shape: [2, 2],
      data: Int8Array.of(1, 2, -1, -128),
    });
  });

  test.each([1, 2, 3])('reads version %i', (version) => {
    expect(parseNpy(file(header('|u1', '(1,)'), [7], version), 'x.npy').data).toEqual(
      Uint8Array.of(7),
    );
  });

  test('reads either byte order and gives little-endian', () => {
    const big = parseNpy(file(header('>i4', '(2,)'), [0, 0, 1, 2, 255, 255, 255, 254]), 'x.npy');
    expect(big).toEqual({
      kind: 'integer',
      dtype: '<i4',
      shape: [2],
      data: Int32Array.of(258, -2),
    });
    const float = parseNpy(file(header('>f4', '()'), [0x3f, 0x80, 0, 0]), 'x.npy');
    expect(float).toEqual({ kind: 'float', dtype: '<f4', shape: [], data: Float32Array.of(1) });
    const wide = parseNpy(file(header('<u8', '(1,)'), Array(8).fill(255)), 'x.npy');
    expect(wide.data).toEqual(BigUint64Array.of(2n ** 64n - 1n));
  });

  test('turns Fortran order into C order', () => {
    const elements = [0, 3, 1, 4, 2, 5];
    const array = parseNpy(file(header('|i1', '(2, 3)', 'True'), elements), 'x.npy');
    expect([...array.data]).toEqual([0, 1, 2, 3, 4, 5]);
    const cube = parseNpy(file(header('|i1', '(2, 1, 2)', 'True'), [0, 2, 1, 3]), 'x.npy');
    expect([...cube.data]).toEqual([0, 1, 2, 3]);
  });

  test('reads booleans as 0 and 1, and no elements at all', () => {
    expect(parseNpy(file(header('|b1', '(3,)'), [0, 1, 9]), 'x.npy').data).toEqual(
      Uint8Array.of(0, 1, 1),
    );
    expect(parseNpy(file(header('<i2', '(0, 4)'), []), 'x.npy').data).toEqual(new Int16Array(0));
  });

  test.each([
    ['PNG', Buffer.from('\x89PNG\r\n\x1a\n0000'), /is no \.npy file/],
    ['a later version', file(header('|i1', '(1,)'), [0], 4), /version 4, 1 to 3 are known/],
    ['a cut header', file(header('|i1', '(1,)'), []).subarray(0, 30), /ends inside its header/],
    ['few elements', file(header('<i4', '(3,)'), [1, 2]), /gives 2 bytes .* needs 12/],
    ['many elements', file(header('|i1', '(1,)'), [1, 2]), /gives 2 bytes .* needs 1;/],
    [
      'a huge shape',
      file(header('|i1', '(99999999, 99999999, 99999999)'), []),
      /needs 9\.\d+e\+23/,
    ],
    ['a negative size', file(header('|i1', '(-1,)'), []), /shape is no tuple/],
    ['a size beyond 2^53', file(header('|i1', '(9999999999999999,)'), []), /a size that is none/],
    ['objects', file(header('|O', '(1,)'), [0]), /E_TENSOR .* type '\|O', needs integers/],
    ['float16', file(header('<f2', '(1,)'), [0, 0]), /type '<f2'/],
    ['no byte order', file(header('|i4', '(1,)'), [0, 0, 0, 0]), /type '\|i4'/],
    ['records', file(`{'descr': [('a', '<i4')], 'shape': (1,)}`, [0]), /are records/],
    ['a missing entry', file(`{'descr': '|i1', 'shape': (1,)}`, [0]), /lacks descr, fortran_order/],
    ['a strange entry', file(`{'pickle': 1}`, [0]), /unexpected entry pickle/],
    ['no dictionary', file('import os', [0]), /its header is no dictionary/],
    ['a long header', file(' '.repeat(20_000), []), /header of 20000 bytes, more than 10000/],
  ])('refuses %s', (_, bytes, message) => {
    expect(messageOf(bytes)).toMatch(/^E_(FILE|TENSOR) at x\.npy: .+; .+/);
    expect(messageOf(bytes)).toMatch(message);
  });

  test('never gives anything but an array or a SinterError', () => {
    const good = file(header('<i2', '(2, 3)'), Array(12).fill(1));
    for (let length = 0; length < good.length; length++) {
      expect(messageOf(good.subarray(0, length))).toMatch(/^E_FILE/);
    }
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(good);
        bytes[at] = byte;
        messageOf(bytes);
      }),
      { seed: 1, numRuns: 2000 },
    );
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void messageOf(file(text, []))));
  });
});

describe('serialiseNpy', () => {
  test('writes what numpy.save writes', () => {
    const bytes = serialiseNpy({
      kind: 'integer',
      dtype: '|i1',
      shape: [2],
      data: Int8Array.of(1, -1),
    });
    expect(bytes.length).toBe(130);
    expect(Buffer.from(bytes.subarray(0, 10)).toString('hex')).toBe('934e554d505901007600');
    expect(Buffer.from(bytes.subarray(10, 128)).toString()).toBe(
      `${"{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }".padEnd(117)}\n`,
    );
    expect([...bytes.subarray(128)]).toEqual([1, 255]);
  });

  test('is read back as it was', () => {
    const arrays = [
      { kind: 'integer', dtype: '<i8', shape: [1, 2], data: BigInt64Array.of(-5n, 5n) },
      { kind: 'integer', dtype: '<u2', shape: [], data: Uint16Array.of(65535) },
      { kind: 'float', dtype: '<f8', shape: [3], data: Float64Array.of(0.1, -0, 1e300) },
    ] as const;
    for (const array of arrays) expect(parseNpy(serialiseNpy(array), 'x.npy')).toEqual(array);
  });

  test.skipIf(sharedModels.length === 0)(`gives numpy's own bytes back ${needsShared}`, () => {
    for (const name of sharedModels) {
      const model = sharedModel(name);
      for (const path of ['input.npy', 'output.npy', ...model.layers]) {
        const bytes = model.read(path);
        const again = serialiseNpy(parseNpy(bytes, path));
        expect(Buffer.compare(again, bytes), `${name}/${path}`).toBe(0);
      }
    }
  });
});

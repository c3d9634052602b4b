import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codes } from '../../generator/ir/codes.js';
import { elementAt, packTensors, tensorBytes, unpackTensor } from '../../sim/pack.js';
import { input } from './fixtures.js';

const streams = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    lanes: fc.integer({ min: 1, max: 9 }),
    elementBits: fc.integer({ min: 1, max: 64 }),
    signed: fc.boolean(),
  })
  .map((shape) => input('x', shape));

/** A stream and one tensor that fits it. */
const streamAndCodes = streams.chain((stream) => {
  const { elementBits: bits, signed } = stream;
  const length = stream.shape.reduce((a, b) => a * b, 1);
  const value = signed
    ? fc.bigInt({ min: -(1n << BigInt(bits - 1)), max: (1n << BigInt(bits - 1)) - 1n })
    : fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
  return fc.array(value, { minLength: length, maxLength: length }).map((values) => {
    const wide = bits > (signed ? 32 : 31);
    const codes: Codes = wide ? BigInt64Array.from(values) : Int32Array.from(values, Number);
    return { stream, values, codes };
  });
});

describe('packing', () => {
  it('unpacks what it packed, for every width, sign, shape and number of lanes', () => {
    fc.assert(
      fc.property(streamAndCodes, ({ stream, codes }) => {
        expect(unpackTensor(stream, packTensors(stream, [codes]))).toEqual(codes);
      }),
    );
  });

  it('puts lane 0 low, each element at its own width, zero elsewhere', () => {
    fc.assert(
      fc.property(streamAndCodes, ({ stream, codes, values }) => {
        let whole = 0n;
        values.forEach((value, index) => {
          const beat = Math.floor(index / stream.lanes);
          const position = beat * stream.tdataBits + (index % stream.lanes) * stream.elementBits;
          whole |= BigInt.asUintN(stream.elementBits, value) << BigInt(position);
        });
        const expected = Uint8Array.from({ length: tensorBytes(stream) }, (_, i) =>
          Number((whole >> BigInt(8 * i)) & 255n),
        );
        expect(packTensors(stream, [codes])).toEqual(expected);
      }),
    );
  });

  it('reads single elements of a tensor', () => {
    fc.assert(
      fc.property(streamAndCodes, ({ stream, codes, values }) => {
        const bytes = packTensors(stream, [codes]);
        expect(values.map((_, index) => elementAt(stream, bytes, index))).toEqual(values);
      }),
    );
  });

  it('starts each tensor at a new beat', () => {
    const stream = input('x', { shape: [3], lanes: 2, elementBits: 5, signed: true });
    const tensors = [Int32Array.of(1, 2, 3), Int32Array.of(-1, -2, -3)];
    expect(packTensors(stream, tensors)).toEqual(
      Uint8Array.of(0x41, 0x00, 0x03, 0x00, 0xdf, 0x03, 0x1d, 0x00),
    );
  });

  it('refuses a code that the format cannot hold, naming it', () => {
    const stream = input('x', { shape: [2], lanes: 1, elementBits: 4, signed: true });
    expect(() => packTensors(stream, [Int32Array.of(7, 8)])).toThrow(
      'E_TENSOR at stream s_axis_x: element 1 is 8, outside -8..7',
    );
  });

  it('refuses a tensor of another size', () => {
    const stream = input('x', { shape: [2], lanes: 1, elementBits: 4, signed: true });
    expect(() => packTensors(stream, [Int32Array.of(7)])).toThrow(
      'E_TENSOR at stream s_axis_x: is given 1 codes as Int32Array, needs 2 as Int32Array',
    );
  });
});

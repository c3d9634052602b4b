import { describe, expect, it } from 'vitest';
import {
  binary,
  codebook,
  flint,
  int,
  olive,
  powerOfTwo,
  ternary,
  uint,
} from '../../generator/dsl/formats.js';
import { tensor } from '../../generator/dsl/tensor.js';
import { formatName, type NumberFormat } from '../../generator/ir/format.js';
import { encodeValues, valueRangeOf, valuesOf } from '../../generator/ir/values.js';
import { definedValues } from '../support/format-values.js';
import { problemsOf } from '../support/golden.js';

const singles: readonly NumberFormat[] = [
  binary(),
  ternary(),
  ...[2, 3, 4, 5].map(powerOfTwo),
  ...[2, 3, 4, 5, 6, 7, 8].map((bits) => flint(bits)),
  ...[3, 4, 5, 8, 9].map((bits) => flint(bits, { signed: true })),
  codebook([5, -3, 0, 77, -3]),
];

const codesOf = (format: NumberFormat): number[] =>
  Array.from({ length: format.kind === 'codebook' ? 5 : 2 ** format.bits }, (_, code) => code);

describe('values of codes', () => {
  it.each(singles.map((format) => [formatName(format), format] as const))(
    'are the definition, and found again: %s, every code',
    (_, format) => {
      const codes = codesOf(format);
      const values = definedValues(format, codes);
      expect([...valuesOf(format, Int32Array.from(codes))]).toEqual(values);
      const encoded = encodeValues(format, values) as Int32Array;
      expect(definedValues(format, [...encoded])).toEqual(values);
      expect(valueRangeOf(format)).toEqual({
        minimum: Math.min(...values),
        maximum: Math.max(...values),
      });
    },
  );

  it('are those that ANT prints for flint4', () => {
    const grid = [...valuesOf(flint(4), Int32Array.from(codesOf(flint(4))))].sort((a, b) => a - b);
    expect(grid).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 24, 32, 64]);
  });

  it('are those of OliVe, every pair', () => {
    for (let pair = 0; pair < 256; pair++) {
      const codes = [pair & 15, pair >> 4];
      const values = definedValues(olive(), codes);
      expect([...valuesOf(olive(), Int32Array.from(codes))]).toEqual(values);
      const encoded = encodeValues(olive(), values) as Int32Array;
      expect(definedValues(olive(), [...encoded])).toEqual(values);
    }
    const outliers = [12, 16, 24, 32, 48, 64, 96];
    for (const value of [...outliers, ...outliers.map((one) => -one)]) {
      const codes = encodeValues(olive(), [value, 0, 0, value]) as Int32Array;
      expect([...valuesOf(olive(), codes)]).toEqual([value, 0, 0, value]);
      expect([codes[1], codes[2]]).toEqual([8, 8]);
    }
  });

  it('have every pair that has codes, and no other', () => {
    const pairs = new Set(
      Array.from({ length: 256 }, (_, pair) =>
        definedValues(olive(), [pair & 15, pair >> 4]).join(' '),
      ),
    );
    // -8 beside an integer is a mark: no value.
    for (let first = -100; first <= 100; first++) {
      for (let second = -100; second <= 100; second++) {
        const found = encodeValues(olive(), [first, second]) instanceof Int32Array;
        expect(found).toBe(pairs.has(`${first} ${second}`));
      }
    }
  });
});

describe('tensors of values', () => {
  it('hold codes', () => {
    expect(
      tensor.fromValues(
        [
          [1, -1],
          [-1, 1],
        ],
        binary(),
      ),
    ).toMatchObject({
      shape: [2, 2],
      data: Int32Array.of(1, 0, 0, 1),
    });
    expect(tensor.fromValues([-1, 0, 1], ternary()).data).toEqual(Int32Array.of(3, 0, 1));
    expect(tensor.fromValues(Int32Array.of(-4, 64), powerOfTwo(4), { shape: [1, 2] }).data).toEqual(
      Int32Array.of(11, 7),
    );
    expect(tensor.fromValues([-3, 7], int(4)).data).toEqual(Int32Array.of(-3, 7));
  });

  it.each([
    [[1, 0], binary(), 'element 1 is 0, no value of binary'],
    [[3], powerOfTwo(4), 'element 0 is 3, no value of powerOfTwo4'],
    [[0.5], ternary(), 'element 0 is 0.5, no value of ternary'],
    [[9, 65], flint(8), undefined],
    [[0, 11], flint(4), 'element 1 is 11, no value of flint4'],
    [[12, 3], olive(), 'element 1 is 3, no value of olive beside 12'],
    [[3, 12], olive(), 'element 1 is 12, no value of olive beside 3'],
    [[13, 0], olive(), 'element 0 is 13, no value of olive beside 0'],
  ] as const)('refuse %j in %o', (values, format, reason) => {
    expect(problemsOf(() => tensor.fromValues(values, format))).toEqual(
      reason === undefined
        ? []
        : [`E_TENSOR at tensor.fromValues: ${reason}; values are whole numbers, before the scale`],
    );
  });

  it('refuse pairs on an odd axis, and zero points of formats that have a zero', () => {
    expect(problemsOf(() => tensor.of([1, 2, 3], olive()))).toEqual([
      'E_TENSOR at tensor.of: gives shape [3], olive needs an even last axis: codes come in pairs',
    ]);
    expect(problemsOf(() => tensor.of([1], binary(), { zeroPoint: 1 }))).toEqual([
      'E_TENSOR at tensor.of: gives zero point 1, binary has its zero at 0',
    ]);
    expect(problemsOf(() => tensor.of([5], codebook([1, 2, 3])))).toEqual([
      'E_TENSOR at tensor.of: element 0 is 5, no code of codebook3 (0 .. 2)',
    ]);
  });
});

describe('number formats', () => {
  it.each([
    [() => powerOfTwo(6), 'E_FORMAT at powerOfTwo(6): powers of two have 2 to 5 bits'],
    [() => flint(1), 'E_FORMAT at flint(1): flint has 2 to 8 bits'],
    [() => flint(2, { signed: true }), 'E_FORMAT at flint(2): signed flint has 3 to 9 bits'],
    [() => codebook([1]), 'E_FORMAT at codebook(1 values): a codebook has 2 to 256 values'],
    [
      () => codebook([1, 0.5]),
      'E_FORMAT at codebook(2 values): value 1 is 0.5, needs a whole number of at most 32767; put the step into the scale of the tensor',
    ],
  ])('have their limits', (make, message) => {
    expect(problemsOf(make)).toEqual([message]);
  });

  it('have names', () => {
    const all = [int(8), uint(3), binary(), ternary(), powerOfTwo(4), flint(4), olive()];
    expect(all.map(formatName)).toEqual([
      'int8',
      'uint3',
      'binary',
      'ternary',
      'powerOfTwo4',
      'flint4',
      'olive',
    ]);
    expect(formatName(flint(4, { signed: true }))).toBe('sflint4');
    expect(formatName(codebook([1, 2, 3]))).toBe('codebook3');
  });
});
